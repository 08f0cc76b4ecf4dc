"""Tests of two at once wait for the right one."""

import pytest
from django.db import connection, transaction

from tests.concurrency import (
    another_connection,
    count_waiting,
    held,
    threads,
    wait_until_one_waits,
)
from tests.jobs.process_names import JOBS
from tests.jobs.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

LOCK = "SELECT pg_advisory_xact_lock(%s)"


def take(number):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [number])


def test_who_waits_for_somebody_else_is_not_taken_for_who_waits_for_the_test():
    with threads() as begin, transaction.atomic():
        take(1)
        with held(LOCK, [2]) as other:
            begin(lambda: take(2))
            wait_until_one_waits(other)
            assert count_waiting() == 0
            assert count_waiting(other, jobs=JOBS) == 0, "nor for a job of the worker"


def test_who_waits_behind_another_waits_as_well():
    with threads() as begin, another_connection() as first:
        first.execute(LOCK, [1])
        begin(lambda: take(1))
        wait_until_one_waits(first)
        begin(lambda: take(1))
        wait_for(lambda: count_waiting(first) == 2, "the second in the queue")
