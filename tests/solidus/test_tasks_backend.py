"""Tasks of the framework wait for the commit and then run on the queue."""

import pytest
from django.db import transaction
from django_q.models import OrmQ
from django_tasks import task

from solidus.tasks_backend import RUN_TASK, run_task

done: list[tuple] = []


@task()
def note(word, times=1):
    done.append((word, times))


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_sent_after_the_commit_and_runs_as_it_was_called():
    with transaction.atomic():
        note.enqueue("hello", times=2)
        assert not OrmQ.objects.exists()
    message = OrmQ.objects.get().task
    assert message["func"] == RUN_TASK
    assert done == []
    run_task(*message["args"])
    assert done == [("hello", 2)]


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_transaction_that_is_rolled_back_is_never_sent():
    with transaction.atomic():
        note.enqueue("never")
        transaction.set_rollback(True)
    assert not OrmQ.objects.exists()
