"""Jobs that go through a whole catalog, whose worker is killed in the middle."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.utils import timezone

from catalog.models import Completeness, QualityIssue
from catalog.quality.services.completeness import SPAN
from catalog.quality.services.completeness_updates import RECALCULATE
from catalog.quality.services.scheduling import CHECK_QUALITY
from jobs.services.queueing import start_job
from tests.concurrency import held, wait_until_jobs_wait
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.jobs.worker import wait_for_end

pytestmark = [pytest.mark.queue, pytest.mark.django_db(transaction=True)]

LACKING = ["values.thickness"]


@pytest.fixture
def catalog() -> SimpleNamespace:
    """A full and a bare product in each of two parts, with rows that are no longer true.

    The change log does not hear of them, so that no follower does what the jobs are to do.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        web = ChannelFactory(code="web", locales=["en", "de"])
        required = FamilyAttributeFactory(attribute=AttributeFactory(code="thickness"))
        required.required_for.set([web])
        required.save()
        full = {"values": {"thickness": "12"}, "description": "Quiet.", "family": required.family}
        near_full = ProductFactory(**full)
        near_bare = ProductFactory(family=required.family)
        # More than a part away, for both jobs.
        far_full = ProductFactory(**full, pk=near_full.pk + SPAN)
        far_bare = ProductFactory(family=required.family, pk=near_bare.pk + SPAN)
        rule = QualityRuleFactory()
        for mended in (near_full, far_full):
            QualityIssue.objects.create(rule=rule, product=mended, found_at=timezone.now())
        Completeness.objects.create(product=far_bare, channel=web, locale="fr", required=1)
    return SimpleNamespace(
        near_full=near_full.pk, near_bare=near_bare.pk, far_full=far_full.pk, far_bare=far_bare.pk
    )


def completeness() -> dict[tuple[int, str], list[str]]:
    rows = Completeness.objects.values_list("product", "locale", "missing")
    return {(product, locale): missing for product, locale, missing in rows}


def issues() -> list[int]:
    return sorted(QualityIssue.objects.values_list("product", flat=True))


def test_a_killed_check_and_a_killed_recalculation_are_repeated_and_leave_the_right_rows(
    worker, catalog
):
    near = {
        **{(catalog.near_full, locale): [] for locale in ("en", "de")},
        **{(catalog.near_bare, locale): LACKING for locale in ("en", "de")},
    }
    far = {
        **{(catalog.far_full, locale): [] for locale in ("en", "de")},
        **{(catalog.far_bare, locale): LACKING for locale in ("en", "de")},
    }
    an_editor = "SELECT FROM catalog_product WHERE id = %s FOR UPDATE"
    with held(an_editor, [catalog.far_bare]) as editor:
        jobs = [start_job(kind=kind, title=kind) for kind in (RECALCULATE, CHECK_QUALITY)]
        wait_until_jobs_wait(editor, number=2)
        worker.kill_jobs()
        assert completeness() == near | {(catalog.far_bare, "fr"): []}, "the first part is done"
        assert issues() == [catalog.near_bare, catalog.far_full]
    for job in jobs:
        assert wait_for_end(job).state == "succeeded", "a lost job is run again"
        assert job.attempts == 2
    assert completeness() == near | far
    assert issues() == [catalog.near_bare, catalog.far_bare]
