"""A large deletion whose worker is killed in the middle."""

import pytest

from catalog.models import Price, PriceList
from jobs.deletion import start_deletion
from jobs.models import Job
from tests.concurrency import held, wait_until_jobs_wait
from tests.factories.accounts import UserFactory
from tests.jobs.worker import wait_for_end

from .prices import list_with_prices

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]


def test_a_killed_worker_has_deleted_nothing_and_the_next_deletes_all(worker):
    user = UserFactory(is_superuser=True)
    prices = list_with_prices(600)
    # Somebody holds the last price, so that the deletion waits with the others gone.
    with held("SELECT FROM catalog_price ORDER BY id DESC LIMIT 1 FOR UPDATE") as other:
        start_deletion(prices, user)
        wait_until_jobs_wait(other, statement='%DELETE FROM "catalog_price"%')
        worker.kill_jobs()
        assert Price.objects.count() == 600
    assert wait_for_end(Job.objects.get()).state == "succeeded"
    assert not PriceList.objects.exists()
    assert not Price.objects.exists()
