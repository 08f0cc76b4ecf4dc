"""Blocks that name the actor may be nested; jobs name themselves."""

import pytest

from audit.models import ChangeLogEntry
from audit.services import acting_as
from catalog.models import Brand
from jobs.registry import register_job
from jobs.services import create_job, run_job_here
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory

pytestmark = pytest.mark.django_db


def actors() -> list[tuple]:
    entries = ChangeLogEntry.objects.filter(entity="catalog.brand").order_by("id")
    return list(entries.values_list("user_id", "source"))


def test_an_inner_block_gives_way_to_the_outer_one_at_its_end():
    with acting_as(user_id=1, source="job:5"):
        with acting_as(user_id=2, source="import:6"):
            BrandFactory()
        BrandFactory()
    BrandFactory()
    assert actors() == [(2, "import:6"), (1, "job:5"), (None, "")]


def test_what_a_job_changes_names_the_job_and_who_started_it():
    register_job("tests.brand", lambda progress: Brand.objects.create(name="A", slug="a") and None)
    user = UserFactory()
    job = create_job(kind="tests.brand", title="Brand", started_by=user)
    run_job_here(job)
    assert actors() == [(user.pk, f"job:{job.pk}")]
