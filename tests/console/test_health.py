"""/health/ tells whether every part works, to everybody and without secrets."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from console.health import registry as health
from console.health.registry import CheckResult, Status, register_check, run_checks
from jobs.models import WorkerBeat
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    health._checks.pop("search", None)
    monkeypatch.setattr(health, "KEPT_SECONDS", 3600)


@pytest.fixture
def beat():
    now = timezone.now()
    return WorkerBeat.objects.create(name="worker", started_at=now, beat_at=now)


def test_with_a_worker_everything_is_well(client, beat):
    JobFactory()
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    body = answer.json()
    assert body["status"] == "ok"
    assert set(body["checks"]) == {"database", "queue", "cache", "media", "disk", "followers"}
    assert body["checks"]["queue"]["queued_jobs"] == 1
    assert body["checks"]["queue"]["last_beat_seconds"] < 60
    assert body["checks"]["disk"]["free_bytes"] > 0


def test_without_a_beat_for_a_minute_it_is_not(client, beat):
    WorkerBeat.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "failed"
    assert answer.json()["checks"]["queue"]["message"] == "The worker does not beat any more"


def test_a_worker_that_never_beat_is_missed(client):
    assert client.get("/health/").json()["checks"]["queue"]["message"] == "No worker is running"


def test_a_part_with_less_than_it_should_have_is_told_but_the_site_is_up(client, beat):
    register_check("search", lambda: CheckResult(Status.DEGRADED, "PostgreSQL answers"))
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"


def test_a_check_that_raises_has_failed_and_its_words_are_kept_from_the_public(client, beat):
    def fail():
        raise RuntimeError("password of the index is wrong: hunter2")

    register_check("search", fail)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["search"] == {"status": "failed", "message": "Not working"}
    assert b"hunter2" not in answer.content


def test_a_check_that_hangs_is_given_up_and_not_started_again(beat, monkeypatch):
    release, starts = threading.Event(), []

    def hang():
        starts.append(1)
        release.wait(30)
        return CheckResult(Status.OK)

    monkeypatch.setattr(health, "CHECK_SECONDS", 0.1)
    register_check("slow", hang)
    try:
        assert run_checks().results["slow"].status == "failed"
        assert run_checks().results["slow"].status == "failed"
        assert starts == [1]
    finally:
        release.set()
        health._running.pop("slow").join()


def test_many_questions_at_once_are_answered_by_one_look(client, beat):
    looks = []
    register_check("counted", lambda: looks.append(1) or CheckResult(Status.OK))
    client.get("/health/")
    client.get("/health/")
    assert looks == [1]
