"""An import whose worker is killed in the middle, and one that is cancelled there."""

import pytest

from audit.models import ChangeLogEntry
from catalog.models import Completeness, Product
from imports.models import ImportRun
from imports.services import start_applying, start_staging
from jobs.services import request_cancel
from tests.concurrency import held, wait_until_jobs_wait
from tests.factories.catalog import ChannelFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, upload
from tests.jobs.worker import wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]


def held_up_before_the_commit():
    """Lets no import get past its completeness: it has written its products by then."""
    return held("LOCK TABLE catalog_completeness IN ACCESS EXCLUSIVE MODE")


def state():
    """All that an import writes."""
    return (
        list(Product.objects.order_by("sku").values_list("sku", "name", "updated_at")),
        Product.history.count(),
        ChangeLogEntry.objects.filter(entity="catalog.product").count(),
    )


def test_an_import_survives_a_killed_worker_and_a_cancel(worker, brand, family):
    ChannelFactory()
    ProductFactory(sku="OLD", name="Old", brand=brand, family=family)
    rows = "\n".join(f"S{number},Pad {number}" for number in range(500))
    profile = ImportProfileFactory(default_brand=brand, default_family=family)
    run = upload(f"sku,name\nOLD,New\n{rows}\n", profile)
    assert wait_for_end(start_staging(run=run, user=None)).state == "succeeded"
    before = state()

    with held_up_before_the_commit() as other:
        cancelled = start_applying(run=run, user=None)
        wait_until_jobs_wait(other)
        request_cancel(job=cancelled)
        assert wait_for_end(cancelled).state == "cancelled"
    assert state() == before

    with held_up_before_the_commit() as other:
        killed = start_applying(run=run, user=None)
        wait_until_jobs_wait(other)
        worker.kill_jobs()
        assert state() == before
        run.refresh_from_db()
        assert run.state == ImportRun.State.STAGED

    assert wait_for_end(killed).state == "succeeded", "a lost job is run again"
    assert killed.attempts == 2
    run.refresh_from_db()
    assert (run.state, run.created, run.updated, run.rejected) == ("applied", 500, 1, 0)
    assert Product.objects.count() == 501
    assert Product.objects.get(sku="OLD").name == "New"
    assert Product.history.count() == before[1] + 501
    assert Completeness.objects.filter(product__sku="S7").exists()
