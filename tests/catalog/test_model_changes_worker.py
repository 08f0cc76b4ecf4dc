"""A change of the model that is killed or cancelled in the middle: all or nothing."""

import os
import signal
from contextlib import contextmanager

import psutil
import psycopg
import pytest
from django.db import connection

from catalog.models import Attribute, BulkChange, Product
from catalog.services.model_changes import (
    plan_retyping,
    start_model_change,
    start_undoing_model_change,
)
from jobs.services import request_cancel
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory
from tests.jobs.worker import wait_for, wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

_IS_WAITING = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND wait_event_type = 'Lock' AND query LIKE '%catalog_product%')
"""


@contextmanager
def held_up():
    """An editor holds the last product, so that the job stands in the middle of its transaction."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT FROM catalog_product ORDER BY id DESC LIMIT 1 FOR UPDATE")
        yield


def wait_until_held_up():
    def is_waiting():
        with connection.cursor() as cursor:
            cursor.execute(_IS_WAITING)
            return cursor.fetchone()[0]

    wait_for(is_waiting, "the job at the product that is held")


def kill(worker):
    processes = worker.sentinel.children()
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs(processes, timeout=10)


def stored():
    attribute = Attribute.objects.values("type", "is_per_channel").get(code="bore")
    return attribute, list(Product.objects.order_by("pk").values_list("values", "channel_values"))


def test_a_killed_and_a_cancelled_change_of_the_model_do_nothing_by_halves(worker):
    user = UserFactory(is_superuser=True)
    ChannelFactory(code="web")
    bore = AttributeFactory(code="bore", is_per_channel=True)
    for number in range(5):
        ProductFactory(
            values={"bore": f"{number}" if number % 2 else "wide"},
            channel_values={"web": {"bore": "7"}},
        )
    before = stored()
    history = Product.history.count()
    fields = {"type": "number", "is_per_channel": False}
    change = plan_retyping(attribute=bore, fields=fields, user=user)

    with held_up():
        killed = start_model_change(change=change, user=user)
        wait_until_held_up()
        kill(worker)
        assert stored() == before, "neither the values nor the model"
        assert BulkChange.objects.get(pk=change.pk).state == "ready"
    assert wait_for_end(killed).state == "succeeded", "a lost job is run again"
    assert killed.attempts == 2
    after = stored()
    assert after == (
        {"type": "number", "is_per_channel": False},
        [({}, {}), ({"bore": "1"}, {}), ({}, {}), ({"bore": "3"}, {}), ({}, {})],
    )
    assert Product.history.count() == history + 5, "each product was written once"

    change.refresh_from_db()
    with held_up():
        cancelled = start_undoing_model_change(change=change, user=user)
        wait_until_held_up()
        request_cancel(job=cancelled)
        assert wait_for_end(cancelled).state == "cancelled"
    change.refresh_from_db()
    assert (stored(), change.state) == (after, "applied")
    again = start_undoing_model_change(change=change, user=user)
    assert wait_for_end(again).state == "succeeded"
    assert stored() == before
