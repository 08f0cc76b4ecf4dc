"""What rooms want called at certain times stands in the queue's schedules."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Schedule

from jobs import registry
from jobs.registry import register_schedule
from jobs.services.scheduling import write_schedules

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_schedules(monkeypatch):
    monkeypatch.setattr(registry, "_schedules", {})


def test_a_new_schedule_runs_next_at_the_next_time_of_its_cron_expression():
    register_schedule("Nightly", function="tests.nightly", cron="0 3 * * *")
    write_schedules()
    schedule = Schedule.objects.get()
    assert (schedule.name, schedule.func, schedule.cron) == (
        "Nightly",
        "tests.nightly",
        "0 3 * * *",
    )
    assert timezone.now() < schedule.next_run <= timezone.now() + timedelta(days=1)
    assert (schedule.next_run.hour, schedule.next_run.minute) == (3, 0)


def test_a_known_schedule_keeps_its_next_run_until_its_times_change():
    register_schedule("Nightly", function="tests.nightly", cron="0 3 * * *")
    write_schedules()
    due = timezone.now() - timedelta(minutes=1)
    Schedule.objects.update(next_run=due)
    write_schedules()
    assert Schedule.objects.get().next_run == due

    register_schedule("Nightly", function="tests.nightly", cron="30 4 * * *")
    write_schedules()
    assert Schedule.objects.get().next_run.minute == 30


def test_schedules_of_others_are_left_alone():
    other = Schedule.objects.create(name="Other", func="tests.other")
    write_schedules()
    assert Schedule.objects.get() == other
