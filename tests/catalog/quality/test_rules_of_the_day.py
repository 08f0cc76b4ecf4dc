"""Quality rules about prices and days: judged again when a day has begun, without any saving."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from audit.services import follow_pending
from catalog.models import QualityIssue, Segment
from catalog.quality.services.scheduling import CHECK_DAY, check_day
from catalog.segments.compilation import depends_on_day
from console.site_day import site_day
from jobs.models import Job
from jobs.registry import scheduled_calls
from tests.factories.catalog import (
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    QualityRuleFactory,
)

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 3, 8, 23, 55, tzinfo=UTC)
MIDNIGHT = timedelta(minutes=6)


def condition(field, operator, value=None) -> dict:
    return {"conditions": [{"field": field, "operator": operator, "value": value}]}


PRICED = condition("price", "gt", "0")
RECENT = condition("created_at", "last_days", 2)
NAMED = condition("name", "contains", "Product")


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the time; it is the evening first."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(EVENING)
    return set_to


@pytest.fixture
def product(clock):
    product = ProductFactory()
    price = {"price_list": PriceListFactory(is_public=True), "amount": 10}
    PriceFactory(product=product, valid_until=site_day(), **price)
    return product


def with_issues() -> list[int]:
    return list(QualityIssue.objects.reported().values_list("rule", flat=True))


def test_a_price_that_ends_at_midnight_breaks_a_rule_then(product, clock):
    rule = QualityRuleFactory(requirement=PRICED)
    follow_pending()
    check_day()
    assert with_issues() == []
    clock(EVENING + MIDNIGHT)
    check_day()
    assert with_issues() == [rule.pk]


def test_rules_are_checked_once_a_day_and_only_those_that_ask_for_it(product, clock):
    priced, named = QualityRuleFactory(requirement=PRICED), QualityRuleFactory(requirement=NAMED)
    follow_pending()
    clock(EVENING + MIDNIGHT)
    check_day()
    first = {rule.pk: rule.check_state.checked_at for rule in (priced, named)}
    assert first == {priced.pk: EVENING + MIDNIGHT, named.pk: EVENING}
    clock(EVENING + 2 * MIDNIGHT)
    check_day()
    priced.check_state.refresh_from_db()
    assert priced.check_state.checked_at == EVENING + MIDNIGHT


def test_a_check_that_waits_or_runs_is_not_asked_for_again(product, clock, monkeypatch):
    rule = QualityRuleFactory(requirement=PRICED)
    follow_pending()
    monkeypatch.setattr("catalog.quality.services.scheduling.AT_ONCE", 0)
    clock(EVENING + MIDNIGHT)
    job = check_day()
    assert job.parameters == {"rules": [rule.pk]}
    for state in (Job.State.QUEUED, Job.State.RUNNING):
        Job.objects.filter(pk=job.pk).update(state=state)
        assert check_day() is None


@pytest.mark.parametrize(("asked", "depends"), [(PRICED, True), (RECENT, True), (NAMED, False)])
def test_a_filter_depends_on_the_day_through_the_segments_it_names(asked, depends):
    Segment.objects.create(code="asked", name="Asked", filter=asked)
    assert depends_on_day(asked) is depends
    assert depends_on_day(condition("segment", "is", "asked")) is depends


def test_the_queue_asks_often_enough_to_meet_midnight_everywhere():
    [schedule] = [call for call in scheduled_calls().values() if call.function == CHECK_DAY]
    assert schedule.cron == "*/15 * * * *"
