"""A large deletion whose worker is killed in the middle."""

import os
import signal

import psycopg
import pytest
from django.db import connection

from catalog.models import Price, PriceList
from jobs.deletion import start_deletion
from jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.jobs.worker import wait_for, wait_for_end

from .prices import list_with_prices

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

_WAITING = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM "catalog_price"%'
"""


def waiting_deletion() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return cursor.fetchone() is not None


def test_a_killed_worker_has_deleted_nothing_and_the_next_deletes_all(worker):
    user = UserFactory(is_superuser=True)
    prices = list_with_prices(600)
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        # Somebody holds the last price, so that the deletion waits with the others gone.
        other.execute("SELECT FROM catalog_price ORDER BY id DESC LIMIT 1 FOR UPDATE")
        start_deletion(prices, user)
        wait_for(waiting_deletion, "the deletion of the prices")
        for process in worker.descendants():
            if process.pid != worker.sentinel.pid:
                os.kill(process.pid, signal.SIGKILL)
        assert Price.objects.count() == 600
    assert wait_for_end(Job.objects.get()).state == "succeeded"
    assert not PriceList.objects.exists()
    assert not Price.objects.exists()
