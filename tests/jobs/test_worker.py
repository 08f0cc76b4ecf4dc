"""A real worker does jobs, and whichever of its processes is killed, no job is left running."""

import psutil
import pytest

from audit.models import ChangeLogEntry
from audit.selectors import follower_states
from jobs.models import Job, WorkerBeat
from jobs.services import request_cancel, start_job
from jobs.services.recovering import recover_stale_jobs
from tests.factories.catalog import ProductFactory
from tests.factories.jobs import JobFactory
from tests.jobs.sample_jobs.apps import SampleJobsConfig
from tests.jobs.worker import DEADLINE, LONG_AGO, wait_for, wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def sample_jobs(own_registry):
    import tests.jobs.sample_jobs as module

    SampleJobsConfig("tests.jobs.sample_jobs", module).ready()


def start(kind: str, **parameters) -> Job:
    return start_job(kind=kind, title=kind, parameters=parameters)


def process_of(job: Job) -> int:
    """The process that runs the job, once it says so."""

    def told() -> bool:
        job.refresh_from_db()
        return job.message != ""

    wait_for(told, "the job's process id")
    return int(job.message)


def test_jobs_are_done_cancelled_and_found_again(worker):
    done = start("sample.count", steps=5)
    waiting = start("sample.wait_in_sql")
    lost = JobFactory(kind="sample.count", parameters={"steps": 1})
    Job.objects.filter(pk=lost.pk).update(heartbeat_at=LONG_AGO)

    wait_for_end(done)
    assert (done.state, done.result) == ("succeeded", {"steps": 5})
    assert (done.done, done.total) == (5, 5)
    assert list(done.log.values_list("text", flat=True)) == ["Counted 5"]
    assert done.worker.startswith(WorkerBeat.objects.get().name)

    process_of(waiting)
    request_cancel(job=waiting)
    assert wait_for_end(waiting).state == "cancelled", "the statement takes ten minutes"

    assert wait_for_end(lost).state == "succeeded", "no message told the queue of it"


def test_a_job_whose_process_is_killed_is_run_again_and_the_second_time_fails_plainly(worker):
    first, second = start("sample.hang_once"), start("sample.hang")
    processes = {process_of(first), process_of(second)}
    assert processes <= {process.pid for process in worker.descendants()}
    Job.objects.filter(pk=second.pk).update(attempts=2)
    worker.kill_jobs()
    wait_for_end(first)
    assert (first.state, first.result) == ("succeeded", {"attempts": 2})
    wait_for_end(second)
    assert (second.state, second.error) == (
        "failed",
        "The worker running this job stopped unexpectedly twice. Retry the job when you are ready.",
    )


def test_the_queue_outlives_killed_idle_processes_and_a_killed_sentinel(worker):
    wait_for_end(start("sample.count", steps=1))
    sentinel = worker.sentinel
    for process in sentinel.children():
        process.kill()
    assert wait_for_end(start("sample.count", steps=2)).state == "succeeded"
    sentinel.kill()
    assert wait_for_end(start("sample.count", steps=3)).state == "succeeded"
    assert worker.sentinel.pid != sentinel.pid


@pytest.mark.elasticsearch
def test_the_worker_follows_the_change_log(elasticsearch_node, worker):
    product = ProductFactory()
    last = ChangeLogEntry.objects.latest("pk")
    assert last.entity_id == product.pk

    def followed() -> bool:
        states = follower_states()
        return bool(states) and all(state.behind == 0 for state in states)

    wait_for(followed, "the followers")


def test_a_killed_worker_leaves_no_process_behind(worker):
    processes = worker.descendants()
    worker.process.kill()
    gone, alive = psutil.wait_procs(processes, timeout=DEADLINE)
    assert alive == []
    assert len(gone) == len(processes)


def test_a_stop_gives_the_running_job_back_to_the_queue(worker):
    job = start("sample.hang")
    process_of(job)
    assert worker.stop() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("queued", 0, "")
    assert not WorkerBeat.objects.exists()


def test_a_stale_job_that_was_to_be_cancelled_is_cancelled():
    job = JobFactory(state="running", cancel_requested=True, heartbeat_at=LONG_AGO)
    recover_stale_jobs()
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_job_with_a_fresh_heartbeat_is_left_alone():
    job = JobFactory(state="running", worker="somebody")
    recover_stale_jobs()
    job.refresh_from_db()
    assert (job.state, job.worker) == ("running", "somebody")
