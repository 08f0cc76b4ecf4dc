"""Open imports that nobody applies are thrown away, one by one."""

import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from imports.models import ImportRun
from imports.services import discard_stale_runs
from tests.factories.imports import ImportProfileFactory, staged


@pytest.mark.django_db(transaction=True)
def test_a_busy_run_does_not_keep_the_others_from_going():
    profile = ImportProfileFactory()
    busy, stale, fresh = (staged("sku,name\nS1,Pad\n", profile) for _ in range(3))
    ImportRun.objects.exclude(pk=fresh.pk).update(created_at=timezone.now() - timedelta(days=15))
    locked, done = threading.Event(), threading.Event()
    worker = threading.Thread(target=hold, args=(busy, locked, done))
    worker.start()
    assert locked.wait(30)
    try:
        assert discard_stale_runs() == 1
    finally:
        done.set()
        worker.join()
    states = dict(ImportRun.objects.values_list("pk", "state"))
    assert states == {busy.pk: "staged", stale.pk: "discarded", fresh.pk: "staged"}


def hold(run, locked, done):
    try:
        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=run.pk)
            locked.set()
            done.wait(60)
    finally:
        connections.close_all()
