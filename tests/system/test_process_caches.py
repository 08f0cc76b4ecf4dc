"""What a process keeps is known to one place, which every test begins with emptying."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import connection
from django.utils.translation import activate, get_language

from catalog.fitment.queries.vehicle_recognition import interpret_text
from catalog.fitment.queries.vehicles import years
from catalog.models import BaseVehicle
from console.health import registry as health
from console.health.registry import CheckResult, Status
from console.limits.counting import take
from console.process_caches import forget_process_caches
from console.redis import outages as redis_outages
from search.backends.elastic import circuit
from solidus.middleware.page_cache import store
from solidus.middleware.page_store import StoredPage
from tests.factories.catalog import VehicleMakeFactory, VehicleModelFactory

ROOMS = sorted(path.parent for path in Path(project.BASE_DIR).glob("*/apps.py"))
ROOMS.append(Path(project.BASE_DIR) / "solidus")
# These keep what follows from the code alone, and from nothing that a test or a person changes.
OF_THE_CODE = {
    "audit/history.py": "a class of managers",
    "catalog/products/queries/page_addresses.py": "routes",
    "catalog/segments/patterns.py": "compiled expressions",
    "catalog/products/services/part_rows.py": "tables of the models",
    "catalog/attribute_types/markup.py": "names of characters",
    "catalog/pricing/holding.py": "statements over the registered sources",
    "console/draft_uses.py": "fields of the models",
    "console/listings.py": "lists of the models",
    "home/context_processors.py": "routes",
    "home/templatetags/site_frame.py": "names of languages",
    "demo/catalogue.py": "files of the demo",
    "demo/designs.py": "files of the demo",
    "demo/pictures/canvas.py": "fonts",
    "demo/platforms.py": "files of the demo",
    "demo/sources.py": "files of the demo",
    "jobs/worker/identity.py": "the name of the process",
    "solidus/jinja2_environment.py": "addresses of static files",
    "solidus/middleware/security_headers.py": "a route",
}


REMEMBERS = re.compile(r"^ +global |^ *@(functools\.)?cache\b|lru_cache\(", re.MULTILINE)


def test_every_module_that_remembers_something_registers_how_to_forget_it():
    forgetful, found = [], set()
    for path in (path for room in ROOMS for path in room.rglob("*.py")):
        source, name = path.read_text(), str(path.relative_to(project.BASE_DIR))
        if REMEMBERS.search(source):
            found.add(name)
            if "register_process_cache(" not in source and name not in OF_THE_CODE:
                forgetful.append(name)
    assert forgetful == []
    assert set(OF_THE_CODE) <= found, "what remembers nothing any more"


@pytest.fixture
def kept(settings) -> Callable[[], list]:
    """Reads one thing from every cache, each of which believes for long what it was told."""
    settings.CATALOG_GENERATION_SECONDS = 3600
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(health, "KEPT_SECONDS", 3600)
    monkeypatch.setattr(health, "_checks", {})
    monkeypatch.setattr(circuit, "LOOK_SECONDS", 3600)

    def read() -> list:
        return [
            years(),
            bool(interpret_text("2015 honda civic").recognised),
            list(health.current_health().results),
            circuit._is_away(),
            redis_outages.may_be_asked(),
            len(store),
            cache.get("kept-by-a-test"),
        ]

    yield read
    monkeypatch.undo()


def change_everything() -> None:
    """Change all that is kept, as a test's end does: nobody is told of it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        model = VehicleModelFactory(name="Civic", make=VehicleMakeFactory(name="Honda"))
        BaseVehicle.objects.create(model=model, year=2015)
        cursor.execute("SET LOCAL session_replication_role = origin")
    health.register_check("tests", lambda: CheckResult(Status.OK))
    take(circuit.AWAY.of(circuit._node()))
    redis_outages.rest(ConnectionError())
    store._move_to("a generation")
    store.put("a generation", "key", StoredPage(b"", (), float("inf")))
    cache.set("kept-by-a-test", "value")


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_keeps_the_next_does_not_see(kept, turn):
    """Whichever turn comes second finds nothing of the first."""
    before = kept()
    assert before == [(), False, [], False, True, 0, None]
    change_everything()
    known, recognised, checks, away, *_at_once = kept()
    assert [known, recognised, checks, away] == before[:4], "it is kept"
    forget_process_caches()
    known, recognised, checks, away, asked, pages, _in_the_cache = kept()
    assert (2015 in known, recognised, checks, away) == (True, True, ["tests"], True)
    assert (asked, pages) == (True, 0)


@pytest.mark.parametrize("turn", [1, 2])
def test_the_language_of_a_visitor_is_not_seen_either(turn):
    assert get_language() == "en"
    activate("de")
