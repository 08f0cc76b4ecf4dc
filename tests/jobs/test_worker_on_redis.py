"""An installation with `REDIS_URL`: its queue on a real redis-server."""

import pytest
from django_q.conf import Conf
from django_q.models import OrmQ
from redis import Redis

from jobs.models import Job
from tests.factories.jobs import JobFactory
from tests.jobs.test_worker import process_of, sample_jobs, start
from tests.jobs.worker import LONG_AGO, WorkerProcess, wait_for_end

__all__ = ["sample_jobs"]


@pytest.fixture
def worker(on_redis, monkeypatch, transactional_db):
    """A worker, and this process beside it, with the queue on Redis."""
    monkeypatch.setenv("REDIS_URL", on_redis)
    monkeypatch.setattr(Conf, "ORM", None)
    monkeypatch.setattr(Conf, "REDIS", on_redis)
    running = WorkerProcess()
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


@pytest.mark.queue
def test_the_queue_does_jobs_and_loses_none_to_a_killed_process(worker, on_redis):
    done, killed = start("sample.count", steps=5), start("sample.hang_once")
    lost = JobFactory(kind="sample.count", parameters={"steps": 1})
    Job.objects.filter(pk=lost.pk).update(heartbeat_at=LONG_AGO)
    wait_for_end(done)
    assert (done.state, done.result) == ("succeeded", {"steps": 5})
    process_of(killed)
    worker.kill_jobs()
    wait_for_end(killed)
    assert (killed.state, killed.result) == ("succeeded", {"attempts": 2})
    assert wait_for_end(lost).state == "succeeded", "no message told the queue of it"
    assert not OrmQ.objects.exists()
    with Redis.from_url(on_redis) as client:
        assert client.keys("django_q:*"), "it was Redis that the worker listened to"
