"""A change of the schema that is killed or cancelled in the middle: all or nothing."""

import pytest

from catalog.models import Attribute, BulkChange, Product
from catalog.schema_changes.services.operations import plan_retyping
from catalog.schema_changes.services.running import start_schema_change, start_undoing_schema_change
from jobs.services.queueing import request_cancel
from tests.concurrency import held, wait_until_jobs_wait
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory
from tests.jobs.worker import wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]


def held_up():
    """An editor holds the last product, so that the job stands in the middle of its transaction."""
    return held("SELECT FROM catalog_product ORDER BY id DESC LIMIT 1 FOR UPDATE")


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

    with held_up() as editor:
        killed = start_schema_change(change=change, user=user)
        wait_until_jobs_wait(editor)
        worker.kill_jobs()
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
    with held_up() as editor:
        cancelled = start_undoing_schema_change(change=change, user=user)
        wait_until_jobs_wait(editor)
        request_cancel(job=cancelled)
        assert wait_for_end(cancelled).state == "cancelled"
    change.refresh_from_db()
    assert (stored(), change.state) == (after, "applied")
    again = start_undoing_schema_change(change=change, user=user)
    assert wait_for_end(again).state == "succeeded"
    assert stored() == before
