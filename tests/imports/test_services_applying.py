"""Accepted rows are carried into the catalog, all or none, with everything that belongs to it."""

import threading
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import ChangeLogEntry
from catalog.models import Completeness, FamilyAttribute, Product
from catalog.quality.services.completeness import recalculate_completeness
from imports.models import ImportProfile, ImportRun
from imports.services import apply_run, applying, discard_run
from imports.staging_tables import StagingTables
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied, staged
from tests.jobs.worker import DEADLINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


def test_new_products_are_complete_records(profile, brand, family):
    user = UserFactory(is_superuser=True)
    run = applied(
        "sku,part_number,name,gtin,status,teeth\nS1,P1,Pad,4006381333931,planned,12.70\nS2,,Disc,,,\n",
        profile,
        user=user,
    )
    assert (run.state, run.created, run.updated) == ("applied", 2, 0)
    first, second = Product.objects.order_by("sku")
    assert (first.part_number, first.normalized_part_number) == ("P1", "P1")
    assert (first.gtin, first.status) == ("4006381333931", "planned")
    assert (first.brand, first.family, first.values) == (brand, family, {"teeth": "12.70"})
    assert first.live
    assert first.first_published_at is not None
    assert not first.has_unpublished_changes
    assert (second.part_number, second.status, second.values) == ("S2", "active", {})


def test_profiles_may_leave_new_products_unpublished(profile):
    profile.publish = False
    profile.save()
    applied("sku,name\nS1,Pad\n", profile)
    product = Product.objects.get()
    assert not product.live
    assert product.has_unpublished_changes
    assert product.first_published_at is None


def test_history_and_change_log_name_the_import_and_the_person(profile, brand, family):
    user = UserFactory(is_superuser=True)
    old = ProductFactory(sku="S1", name="Old", brand=brand, family=family)
    same = ProductFactory(sku="S2", name="Same", brand=brand, family=family)
    ChangeLogEntry.objects.all().delete()
    run = applied("sku,name\nS1,New\nS2,Same\nS3,More\n", profile, user=user)
    new = Product.objects.get(sku="S3")
    latest = old.history.first()
    assert (latest.history_type, latest.name, latest.history_user) == ("~", "New", user)
    assert latest.history_change_reason == f"import {run.pk}"
    assert [entry.history_type for entry in new.history.all()] == ["+"]
    assert same.history.count() == 1
    logged = ChangeLogEntry.objects.filter(entity="catalog.product")
    assert set(logged.values_list("entity_id", "action", "source", "user_id")) == {
        (old.pk, "updated", f"import:{run.pk}", user.pk),
        (new.pk, "created", f"import:{run.pk}", user.pk),
    }


def test_an_empty_cell_and_a_column_that_is_not_there_leave_the_product_alone(
    profile, brand, family
):
    product = ProductFactory(
        sku="S1", name="Old", description="Long", gtin="12345670", brand=brand, family=family,
        values={"teeth": "5", "title": {"de": "Belag", "en": "Pad"}},
    )  # fmt: skip
    applied("sku,name,gtin,teeth,title,coated\nS1,,,,Brake pad,ja\n", profile)
    product.refresh_from_db()
    assert (product.name, product.description, product.gtin) == ("Old", "Long", "12345670")
    assert product.values == {
        "teeth": "5",
        "title": {"de": "Belag", "en": "Brake pad"},
        "coated": True,
    }


def test_what_does_not_differ_is_not_written(profile):
    text = "sku,name,teeth\nS1,Pad,12.70\nS2,Disc,\n"
    applied(text, profile)
    before = list(Product.objects.order_by("pk").values("pk", "updated_at"))
    ChangeLogEntry.objects.all().delete()
    run = applied(text, profile)
    assert (run.created, run.updated, run.unchanged) == (0, 0, 2)
    assert list(Product.objects.order_by("pk").values("pk", "updated_at")) == before
    assert not ChangeLogEntry.objects.filter(entity="catalog.product").exists()


def test_products_are_found_by_brand_and_part_number(brand, family):
    profile = ImportProfileFactory(
        key=ImportProfile.Key.BRAND_PART_NUMBER, default_family=family, default_brand=brand
    )
    product = ProductFactory(sku="ERP-7", part_number="P1", brand=brand, family=family)
    applied("part_number,name\nP1,New name\nP2,Fresh\n", profile)
    product.refresh_from_db()
    assert (product.sku, product.name) == ("ERP-7", "New name")
    assert Product.objects.get(part_number="P2").sku == "P2"


def test_completeness_of_what_changed_is_there_at_once(profile, family):
    channel = ChannelFactory(locales=["en"])
    required = FamilyAttribute.objects.get(family=family, attribute__code="teeth")
    required.required_for.add(channel)
    required.save()
    applied("sku,name,teeth\nS1,Pad,5\nS2,Disc,\n", profile)
    found = Completeness.objects.filter(channel=channel).order_by("product__sku")
    assert [entry.missing for entry in found] == [[], ["values.teeth"]]


def test_applying_twice_changes_nothing_more(profile):
    run = applied("sku,name\nS1,Pad\n", profile)
    again = apply_run(run_id=run.pk, progress=JobProgress())
    assert again == {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    assert Product.objects.get().history.count() == 1
    assert StagingTables(run.pk).staging_name not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_rows_are_judged_again_when_the_catalog_has_changed_since(profile, brand, family, rejects):
    run = staged("sku,part_number,name\nS1,P1,Pad\nS2,P2,Disc\n", profile)
    assert run.created == 2
    ProductFactory(sku="OTHER", part_number="P1", brand=brand, family=family)
    apply_run(run_id=run.pk, progress=JobProgress())
    run.refresh_from_db()
    assert (run.created, run.rejected) == (1, 1)
    assert list(rejects(run)) == [2]
    assert set(Product.objects.values_list("sku", flat=True)) == {"OTHER", "S2"}


def test_rows_are_judged_again_when_the_profile_has_changed_since(profile):
    run = staged("sku,name\nS1,Pad\n", profile)
    profile.mode = ImportProfile.Mode.UPDATE
    profile.save()
    apply_run(run_id=run.pk, progress=JobProgress())
    assert not Product.objects.exists()


def test_a_run_that_was_thrown_away_cannot_be_applied(profile):
    run = staged("sku,name\nS1,Pad\n", profile)
    discard_run(run_id=run.pk)
    with pytest.raises(JobError, match="while the import is “Discarded”"):
        apply_run(run_id=run.pk, progress=JobProgress())
    assert not Product.objects.exists()
    assert StagingTables(run.pk).staging_name not in connection.introspection.table_names()


def test_a_failure_in_the_middle_leaves_nothing_behind(profile, monkeypatch):
    run = staged("sku,name\nS1,Pad\n", profile)
    log = ChangeLogEntry.objects.count()

    def fail(**kwargs):
        raise RuntimeError("the light went out")

    monkeypatch.setattr("imports.services.applying.recalculate_completeness", fail)
    with pytest.raises(RuntimeError):
        apply_run(run_id=run.pk, progress=JobProgress())
    run.refresh_from_db()
    assert run.state == ImportRun.State.STAGED
    assert not Product.objects.exists()
    assert ChangeLogEntry.objects.count() == log


# Committed, as else it is chance whether the judgement of the rows sees this test's own changes.
@pytest.mark.django_db(transaction=True)
def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(profile):
    counts = []
    for batch in (1, 2, 200):
        rows = "\n".join(f"B{batch}-{number},Pad" for number in range(batch))
        run = staged(f"sku,name\n{rows}\n", profile)
        with CaptureQueriesContext(connection) as queries:
            apply_run(run_id=run.pk, progress=JobProgress())
        counts.append(len(queries))
    # The first run reads what the process keeps from then on.
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_what_is_judged_is_applied_without_reading_again_what_names_stand_for(profile, brand):
    run = staged(
        f"sku,name,brand,family,category,material\nS1,Pad,{brand.name},,,Ceramic\n", profile
    )
    assert run.created == 1
    with CaptureQueriesContext(connection) as queries:
        apply_run(run_id=run.pk, progress=JobProgress())
    read = [
        table
        for table in ("brand", "family", "category", "attributeoption")
        for query in queries
        if f'FROM "catalog_{table}"' in query["sql"]
    ]
    assert read == []


@pytest.mark.django_db(transaction=True)
def test_a_clashing_product_saved_at_that_very_moment_is_seen(profile, brand, family, monkeypatch):
    """Somebody's transaction holds the SKU while the import inserts it: wait, then judge anew."""
    from imports import product_writes

    run = staged("sku,name\nS1,Pad\nS2,Disc\n", profile)
    original = product_writes.ProductWrites.insert
    raced = []

    def insert_after_the_other(self, first, last):
        if not raced:
            raced.append(True)
            other = threading.Thread(target=save_clashing_product, args=(brand, family))
            other.start()
            other.join()
        return original(self, first, last)

    monkeypatch.setattr(product_writes.ProductWrites, "insert", insert_after_the_other)
    apply_run(run_id=run.pk, progress=JobProgress())
    run.refresh_from_db()
    assert (run.created, run.updated) == (1, 1)
    assert Product.objects.get(sku="S1").part_number == "OTHER"


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_with_somebody_who_saves_is_tried_again(profile, brand, family, monkeypatch):
    """The other holds what the import needs next, and then wants what the import holds."""
    ChannelFactory()
    ProductFactory(sku="S1", name="Old", brand=brand, family=family)
    run = staged("sku,name\nS1,New\n", profile)
    holding, importing = threading.Event(), threading.Event()

    def recalculate_once_the_other_waits(**arguments):
        if not importing.is_set():
            importing.set()
            wait_until_one_waits()
        recalculate_completeness(**arguments)

    monkeypatch.setattr(applying, "recalculate_completeness", recalculate_once_the_other_waits)
    progress = JobProgress()
    with threads() as begin:
        other = begin(partial(lock_crosswise, holding, importing))
        assert holding.wait(DEADLINE)
        apply_run(run_id=run.pk, progress=progress)
    other.result()
    run.refresh_from_db()
    assert (run.state, run.updated) == ("applied", 1)
    assert [text for _level, text in progress.pending_log] == [
        "The catalog has changed; starting over."
    ]
    product = Product.objects.get()
    assert (product.name, product.description) == ("New", "Saved meanwhile")


def lock_crosswise(holding, importing):
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever looks for the deadlock is the one to give way: the import, which waits as second.
        cursor.execute("SET LOCAL deadlock_timeout = '10min'")
        cursor.execute("LOCK TABLE catalog_completeness IN ACCESS EXCLUSIVE MODE")
        holding.set()
        assert importing.wait(DEADLINE)
        Product.objects.filter(sku="S1").update(description="Saved meanwhile")


def save_clashing_product(brand, family):
    try:
        ProductFactory(sku="S1", part_number="OTHER", brand=brand, family=family)
    finally:
        connections.close_all()
