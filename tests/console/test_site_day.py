"""Today is one day for everybody: that of the site."""

import ast
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from console.site_day import site_day

ROOT = Path(__file__).parents[2]
ROOMS = ["accounts", "audit", "catalog", "console", "exchange", "feeds", "home", "imports"]
ROOMS += ["jobs", "media_library", "search", "solidus"]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
def test_the_day_is_that_of_the_site_wherever_who_looks_is(settings, monkeypatch, zone):
    settings.TIME_ZONE = zone
    local = timezone.get_default_timezone()
    for moment, elsewhere, day in [
        (datetime(2026, 3, 8, 20, 30, tzinfo=local), "Pacific/Kiritimati", "2026-03-08"),
        (datetime(2026, 3, 9, 0, 0, tzinfo=local), "Pacific/Pago_Pago", "2026-03-09"),
    ]:
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        with timezone.override(elsewhere):
            assert site_day().isoformat() == day


def test_nothing_asks_for_the_day_of_who_looks_or_of_the_machine():
    """`localdate` goes by the time zone of the person, `date.today` by that of the machine."""
    asking = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("timezone.localdate", "date.today", "datetime.today")
    ]
    assert asking == ["console/site_day.py"]
