"""A job runs once, tells how far it is, and ends plainly whatever happens."""

import io
import threading
import time

import pytest
from django.db import connection, transaction

from jobs.exceptions import JobError
from jobs.models import Job, JobLogEntry
from jobs.registry import register_job, register_job_context
from jobs.runner import claim_job, run_job
from jobs.services import create_job, request_cancel, retry_job, run_job_here
from tests.concurrency import threads
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory
from tests.jobs.worker import DEADLINE, wait_for


def run_function(function, **parameters) -> Job:
    """Run `function` as a job in this process and return how it ended."""
    register_job("tests.function", function)
    job = create_job(kind="tests.function", title="Function", parameters=parameters)
    return run_job_here(job)


@pytest.mark.django_db
def test_a_job_that_returns_has_succeeded_with_its_result_and_progress():
    def count(progress, *, steps):
        progress.set_total(steps)
        for _ in range(steps):
            progress.advance()
        progress.report(message="Counted")
        return {"steps": steps}

    job = run_function(count, steps=3)
    assert (job.state, job.result) == ("succeeded", {"steps": 3})
    assert (job.done, job.total, job.message, job.percent) == (3, 3, "Counted", 100)
    assert job.finished_at >= job.started_at
    assert job.attempts == 1


@pytest.mark.django_db
def test_an_error_meant_for_people_is_shown_as_it_is():
    def fail(progress):
        raise JobError("Row 7: the price is not a number.")

    job = run_function(fail)
    assert (job.state, job.error) == ("failed", "Row 7: the price is not a number.")


@pytest.mark.django_db
def test_any_other_error_is_told_plainly_and_its_traceback_goes_to_the_log(caplog):
    def fail(progress):
        raise KeyError("secret detail")

    job = run_function(fail)
    assert job.error == (
        "An unexpected error occurred (KeyError). See the server's log for details."
    )
    assert "secret detail" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_cannot_be_started():
    with pytest.raises(LookupError):
        create_job(kind="tests.unknown", title="Unknown")
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_message_that_comes_twice_runs_the_job_once():
    runs = []
    register_job("tests.function", lambda progress: runs.append(1))
    job = create_job(kind="tests.function", title="Once")
    run_job(job.pk)
    run_job(job.pk)
    assert runs == [1]


@pytest.mark.django_db
def test_only_one_of_two_workers_gets_a_job():
    job = JobFactory()
    assert claim_job(job.pk) is not None
    assert claim_job(job.pk) is None


@pytest.mark.django_db
def test_an_interrupted_process_leaves_no_running_job():
    def interrupt(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_function(interrupt)
    job = Job.objects.get()
    assert (job.state, job.error) == ("failed", "The job was interrupted.")


@pytest.mark.django_db
def test_registered_surroundings_enclose_the_job():
    seen = []

    class Surroundings:
        def __init__(self, job):
            self.job = job

        def __enter__(self):
            seen.append(("enter", self.job.started_by))

        def __exit__(self, *error):
            seen.append(("exit", self.job.started_by))

    user = UserFactory()
    register_job_context(Surroundings)
    register_job("tests.function", lambda progress: seen.append("work"))
    job = create_job(kind="tests.function", title="Enclosed", started_by=user)
    run_job_here(job)
    assert seen == [("enter", user), "work", ("exit", user)]


@pytest.mark.django_db
def test_a_waiting_job_is_cancelled_at_once_and_never_runs():
    job = request_cancel(job=JobFactory())
    assert job.state == "cancelled"
    assert claim_job(job.pk) is None


@pytest.mark.django_db
def test_only_a_job_that_did_not_succeed_can_be_retried():
    job = JobFactory(state="failed", error="No", attempts=2, finished_at="2026-01-01T00:00Z")
    retried = retry_job(job=job)
    assert (retried.state, retried.error, retried.attempts) == ("queued", "", 0)
    with pytest.raises(JobError):
        retry_job(job=job)
    with pytest.raises(JobError):
        retry_job(job=JobFactory(state="succeeded"))


@pytest.mark.django_db(transaction=True)
def test_progress_and_log_are_seen_while_the_job_is_in_a_transaction_and_survive_its_rollback():
    looked = threading.Event()

    def work(progress):
        progress.set_total(10)
        with transaction.atomic():
            progress.report(done=4, message="Half way")
            progress.log("Row 3 is odd", level="warning")
            assert looked.wait(DEADLINE)
            raise JobError("No")

    def look():
        seen = Job.objects.filter(done=4, total=10, message="Half way")
        wait_for(seen.exists, "the progress")
        looked.set()

    with threads() as begin:
        watching = begin(look)
        job = run_function(work)
    watching.result()
    assert (job.state, job.error) == ("failed", "No")
    assert list(JobLogEntry.objects.values_list("level", "text")) == [("warning", "Row 3 is odd")]


def cancel_when_running():
    """Ask for a cancel as soon as the job runs."""
    running = Job.objects.filter(state="running")
    wait_for(lambda: running.update(cancel_requested=True), "the job")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inside_transaction", [False, True])
def test_a_cancel_interrupts_a_long_statement(inside_transaction):
    def sleep(progress):
        with transaction.atomic(durable=True) if inside_transaction else threading.Lock():
            JobFactory(title="Made by the job")
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(600)")

    with threads() as begin:
        cancelling = begin(cancel_when_running)
        job = run_function(sleep)
    cancelling.result()
    assert (job.state, job.error) == ("cancelled", "")
    made = Job.objects.filter(title="Made by the job").exists()
    assert made is not inside_transaction


@pytest.mark.django_db(transaction=True)
def test_a_cancel_stops_work_in_python_at_its_next_report():
    def work(progress):
        while True:
            progress.advance()
            time.sleep(0.01)

    with threads() as begin:
        cancelling = begin(cancel_when_running)
        job = run_function(work)
    cancelling.result()
    assert job.state == "cancelled"
    assert job.done > 0


@pytest.mark.django_db(transaction=True)
def test_a_process_that_lost_its_job_writes_nothing_more():
    def work(progress):
        Job.objects.filter(pk=progress.job.pk).update(worker="another", done=99)
        while True:
            progress.advance()
            time.sleep(0.01)

    job = run_function(work)
    assert (job.state, job.worker, job.done) == ("running", "another", 99)


@pytest.mark.django_db(transaction=True)
def test_a_command_prints_progress_and_log():
    def work(progress):
        progress.set_total(2000)
        progress.report(done=1000, message="Writing")
        progress.log("Half of it")
        wait_for(lambda: not progress.pending_log, "the heartbeat")

    register_job("tests.function", work)
    out = io.StringIO()
    run_job_here(create_job(kind="tests.function", title="Printed"), out=out)
    assert out.getvalue().splitlines() == ["1,000 / 2,000  Writing", "Half of it"]
