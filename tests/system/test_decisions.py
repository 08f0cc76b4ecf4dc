"""The head of each decision says whether it holds, since when, and what it replaces."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

FILES = sorted((settings.BASE_DIR / "docs" / "decisions").glob("*.md"))
# Each kind of line stands once, in this order, and nothing else does.
HEAD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>\S.*)\n\n"
    r"- Status: (?P<status>.+)\n"
    r"- Date: (?P<date>\d{4}-\d{2}-\d{2})\n"
    r"(?:- Supersedes: (?P<supersedes>.+)\n)?"
    r"(?:- Amends: (?P<amends>.+)\n)?\n"
    r"(?=[^-\s])"
)
LINKS = r"\[\d+\]\([^)]+\)(?:, \[\d+\]\([^)]+\))*"
STATUS = re.compile(
    rf"(?:accepted|superseded by (?P<superseded>{LINKS}))(?:, amended by (?P<amended>{LINKS}))?"
)
IDS = [path.name for path in FILES]


def head_of(path: Path) -> re.Match[str]:
    head = HEAD.match(path.read_text("utf-8"))
    assert head, f"{path.name} does not begin with number, title, status and date"
    return head


def numbers_in(links: str | None) -> set[int]:
    """The decisions that are linked, each by its number and the name of its file."""
    found = re.findall(r"\[(\d+)\]\(([^)]+)\)", links or "")
    for number, name in found:
        assert name.startswith(f"{int(number):04}-"), f"[{number}] leads to {name}"
        assert name in IDS, f"there is no {name}"
    return {int(number) for number, _name in found}


def pairs(one_way: str, of_status: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(newer, older) as the newer ones say it, and as the older ones do."""
    by_newer, by_older = set(), set()
    for path in FILES:
        head = head_of(path)
        number = int(head["number"])
        status = STATUS.fullmatch(head["status"])
        by_newer |= {(number, older) for older in numbers_in(head[one_way])}
        by_older |= {(newer, number) for newer in numbers_in(status and status[of_status])}
    return by_newer, by_older


def test_the_numbers_are_consecutive():
    assert [path.name[:5] for path in FILES] == [
        f"{number:04}-" for number in range(1, len(FILES) + 1)
    ]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_each_has_a_title_a_status_and_a_date(path):
    head = head_of(path)
    assert int(head["number"]) == int(path.name[:4])
    assert STATUS.fullmatch(head["status"]), f"unknown status: {head['status']}"
    assert date.fromisoformat(head["date"])


@pytest.mark.parametrize(
    ("one_way", "of_status"), [("supersedes", "superseded"), ("amends", "amended")]
)
def test_what_replaces_another_is_said_on_both_sides(one_way, of_status):
    by_newer, by_older = pairs(one_way, of_status)
    assert by_newer == by_older != set()
    dates = {int(head["number"]): head["date"] for head in map(head_of, FILES)}
    assert all(newer > older and dates[newer] >= dates[older] for newer, older in by_newer)
