"""Products that are closed to whoever imports: merged, locked, or waiting for approval."""

import pytest
from django.contrib.auth.models import Group, Permission

from catalog.models import Product
from imports.models import ImportRun
from imports.services import apply_run
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.imports import ImportProfileFactory, staged
from tests.factories.reviews import review_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


def test_a_product_that_was_merged_into_another_is_left_alone(profile, brand, family, rejects):
    kept = ProductFactory(sku="NEW", brand=brand, family=family)
    ProductFactory(sku="OLD", brand=brand, family=family, live=False, merged_into=kept)
    run = staged("sku;name\nOLD;Pad\n", profile)
    assert rejects(run) == {
        2: f"It was merged into {kept} and can no longer be edited. Edit {kept} instead."
    }


def test_a_locked_product_is_left_alone(profile, brand, family, rejects):
    locker = UserFactory(first_name="Erika", last_name="Muster")
    ProductFactory(sku="OLD", brand=brand, family=family, locked=True, locked_by=locker)
    run = staged("sku,name\nOLD,a\n", profile)
    assert rejects(run) == {
        2: "Erika Muster has locked this product. Ask Erika Muster to unlock it."
    }


def test_who_imports_writes_what_is_locked_by_them_and_another_does_not(
    profile, brand, family, rejects
):
    """The rows are judged again where somebody else applies them."""
    one, other = (UserFactory(is_superuser=True, username=name) for name in ("one", "other"))
    ProductFactory(sku="OLD", brand=brand, family=family, locked=True, locked_by=one)
    for user, name in ((other, ""), (one, "a")):
        run = staged("sku,name\nOLD,a\n", profile)
        ImportRun.objects.filter(pk=run.pk).update(started_by=one)
        apply_run(run_id=run.pk, user_id=user.pk, progress=JobProgress())
        assert (Product.objects.get().name == "a") == bool(name)
        run.refresh_from_db()
        refused = {} if name else {2: "one has locked this product. Ask one to unlock it."}
        assert rejects(run) == refused


@pytest.mark.django_db(transaction=True)
def test_a_new_product_that_waits_for_approval_is_left_alone(profile, brand, family, rejects):
    """Also where it was submitted after the rows were checked."""
    review_step(Group.objects.create(name="Reviewers"))
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_product", "publish_product"])
    )
    product = ProductFactory(sku="S1", name="Pad", brand=brand, family=family, live=False)
    product.save_revision()
    run = staged("sku,name\nS1,Other\n", profile)
    assert (run.updated, run.rejected) == (1, 0)
    product.get_workflow().start(product, user)
    apply_run(run_id=run.pk, user_id=user.pk, progress=JobProgress())
    run.refresh_from_db()
    assert (run.updated, run.rejected) == (0, 1)
    reason = (
        "Its draft is waiting for Product review. Until it is approved or rejected, only "
        "Reviewers can edit it."
    )
    assert rejects(run) == {2: reason}
    product.refresh_from_db()
    assert (product.name, product.get_latest_revision_as_object().name) == ("Pad", "Pad")
