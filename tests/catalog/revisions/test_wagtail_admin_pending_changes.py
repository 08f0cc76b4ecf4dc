"""What came past an open draft is told to its editor where he works, and he decides."""

import pytest
from django.urls import reverse

from audit.services import acting_as
from catalog.models import Attribute, FamilyAttribute, OfferedValue, Product
from catalog.products.services.part_rows import part_tables
from catalog.revisions.services.drafts import carry_into_draft
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db
REPORT = reverse("catalog_clashes:list")


@pytest.fixture
def editor(client):
    editor = UserFactory(is_superuser=True)
    client.force_login(editor)
    return editor


@pytest.fixture
def product(editor):
    """Its draft has a bore of 24, while import 12 has made 25 of the published 20."""
    bore = AttributeFactory(code="bore", label="Bore", type=Attribute.Type.NUMBER)
    product = ProductFactory(live=True, name="Pad", values={"bore": "20"})
    FamilyAttribute.objects.create(family=product.family, attribute=bore)
    product.values = {"bore": "24"}
    draft = product.save_revision(user=editor, clean=False)
    Product.objects.filter(pk=product.pk).update(values={"bore": "25"})
    with acting_as(user_id=None, source="import:12"):
        carry_into_draft(
            revision_id=draft.pk,
            before={"values": {"bore": "20"}},
            after={"values": {"bore": "25"}},
            localizable=(),
        )
    return Product.objects.get(pk=product.pk)


def edit_url(product) -> str:
    return reverse("catalog_product:edit", args=[product.pk])


def decide(client, product, decision):
    pending_change = OfferedValue.objects.get(product=product)
    address = reverse("catalog_clashes:decide_pending_change", args=[pending_change.pk])
    return client.post(address, {"decision": decision}, follow=True)


def drafted(product) -> dict:
    return Product.objects.get(pk=product.pk).get_latest_revision_as_object().values


def test_the_form_tells_both_values_with_links_to_the_import_and_the_field(client, product):
    page = client.get(edit_url(product)).content.decode()
    assert reverse("imports_importrun:inspect", args=[12]) in page
    assert f'<a href="{edit_url(product)}#id_values-bore">Bore</a> was changed to' in page
    assert "<strong>25</strong>; the draft still has <strong>24</strong>." in page


def test_the_offered_value_is_taken_into_the_draft(client, product):
    page = decide(client, product, "take").content.decode()
    assert "draft now has the new value" in page
    assert "the draft keeps" not in page
    assert drafted(product) == {"bore": "25"}


def test_the_draft_may_keep_its_own(client, product):
    page = decide(client, product, "keep").content.decode()
    assert "the draft keeps <strong>" not in page
    assert drafted(product) == {"bore": "24"}


def test_an_edit_to_the_offered_value_settles_it(client, product):
    form = client.get(edit_url(product))
    client.post(edit_url(product), posted(form, **{"values-bore": "25"}))
    assert not OfferedValue.objects.waiting().exists()


def test_a_product_locked_by_another_takes_nothing(client, product):
    Product.objects.filter(pk=product.pk).update(locked=True, locked_by=UserFactory())
    assert "has locked this product" in decide(client, product, "take").content.decode()
    assert drafted(product) == {"bore": "24"}
    assert OfferedValue.objects.waiting().exists()


def test_whoever_may_not_change_products_decides_nothing(client, product):
    client.force_login(UserFactory(is_staff=True))
    decide(client, product, "take")
    assert drafted(product) == {"bore": "24"}
    assert OfferedValue.objects.waiting().exists()


def test_the_report_and_the_start_page_show_what_waits_for_me(client, editor, product):
    report = client.get(REPORT).content.decode()
    assert "Import 12 set 25, the draft keeps 24" in report
    assert "Value beside your draft: 1" in client.get("/admin/").content.decode()

    client.force_login(UserFactory(is_superuser=True))
    assert "the draft keeps" not in client.get(REPORT).content.decode()
    assert "the draft keeps 24" in client.get(f"{REPORT}?whose=all").content.decode()
    assert "Value beside your draft" not in client.get("/admin/").content.decode()


def test_the_report_shows_edits_that_clash_and_the_way_to_decide_to_their_author(
    client, editor, product
):
    mine = client.get(edit_url(product))
    other = type(client)()
    other.force_login(UserFactory(is_superuser=True, first_name="Ben", last_name="Smith"))
    theirs = other.get(edit_url(product))
    client.post(edit_url(product), posted(mine, name="Mine"))
    other.post(edit_url(product), posted(theirs, name="Theirs"))
    assert "You and someone else edited: Name" in other.get(REPORT).content.decode()
    page = client.get(f"{REPORT}?whose=all").content.decode()
    assert "Ben Smith and someone else edited: Name" in page
    assert "/conflict/" not in page


def test_the_number_of_queries_does_not_grow_with_the_report(
    client, editor, product, django_assert_max_num_queries
):
    for number in range(5):
        one = ProductFactory(live=True, family=product.family, values={"bore": "1"})
        OfferedValue.objects.create(
            product=one, path="values.bore", value=str(number + 2), editor=editor
        )
        one.save_revision(clean=False)
    with django_assert_max_num_queries(45):
        assert client.get(REPORT).content.decode().count("the draft keeps") == 6


def test_a_snapshot_of_a_product_leaves_out_what_waits(product):
    assert OfferedValue not in {table.model for table in part_tables()}


def test_what_was_offered_to_a_draft_is_forgotten_when_it_is_published(product):
    offers = OfferedValue.objects.filter(product=product)
    assert offers.exists()
    product.latest_revision.publish()
    assert not offers.exists()
