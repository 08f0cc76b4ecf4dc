"""Long tests: `make soak` runs every case of them, `make test` a sample drawn by a fixed seed.

A long test bears the mark `soak` and takes its cases from `sample`, so that one definition serves
both. SOAK_SEED draws another sample, and other random inputs. A soak tells in the end what ran.
"""

import os
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest

Case = TypeVar("Case")

SEED = int(os.environ.get("SOAK_SEED", "20261127"))
IS_WHOLE = os.environ.get("SOAK") == "1"
# How many examples hypothesis makes for a test that is to be exhaustive.
EXAMPLES = 500 if IS_WHOLE else 6

_drawn = 0


def sample(
    cases: Iterable[Case], *, at_most: int, in_a_soak: int | None = None, drawn_for: str = ""
) -> list[Case]:
    """`at_most` of `cases`, drawn by the seed, in their own order; in a soak all or so many.

    What is `drawn_for` another role, page or model is another sample of the same cases.
    """
    global _drawn  # noqa: PLW0603 - of the test that runs
    chosen = list(cases)
    number = in_a_soak if IS_WHOLE else at_most
    if number is not None and len(chosen) > number:
        draw = random.Random(f"{SEED} {drawn_for}" if drawn_for else SEED)
        places = sorted(draw.sample(range(len(chosen)), number))
        chosen = [chosen[place] for place in places]
    _drawn += len(chosen)
    return chosen


def sample_of_each(
    cases: Iterable[Case], group: Callable[[Case], Hashable], *, at_most: int, drawn_for: str = ""
) -> list[Case]:
    """`at_most` of the cases of each group, so that none is left out; in a soak all."""
    groups = defaultdict(list)
    for case in cases:
        groups[group(case)].append(case)
    return [
        case
        for members in groups.values()
        for case in sample(members, at_most=at_most, drawn_for=drawn_for)
    ]


@pytest.fixture(autouse=True)
def counted_cases(request: pytest.FixtureRequest, record_property) -> Iterator[None]:
    """Note for the report how many cases a long test goes through by itself."""
    global _drawn  # noqa: PLW0603 - as above
    _drawn = 0
    yield
    if request.node.get_closest_marker("soak"):
        of_hypothesis = getattr(request.function, "is_hypothesis_test", False)
        record_property("cases", _drawn or (EXAMPLES if of_hypothesis else 1))


@dataclass(slots=True)
class Part:
    """What one long test did, with all its parameters together."""

    runs: int = 0
    cases: int = 0
    failed: int = 0
    seconds: float = 0


def report_lines(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """One line for each long test, the longest first, and one for all."""
    parts: dict[str, Part] = {}
    for report in reports:
        part = parts.setdefault(report.nodeid.partition("[")[0], Part())
        part.seconds += report.duration
        part.failed += report.failed
        part.runs += report.when == "call"
        if report.when == "teardown":
            part.cases += dict(report.user_properties).get("cases", 0)
    yield f"{'cases':>9} {'runs':>5} {'failed':>6} {'seconds':>8}"
    for name, part in sorted(parts.items(), key=lambda item: -item[1].seconds):
        yield _line(part, name)
    every = list(parts.values())
    whole = Part(
        runs=sum(part.runs for part in every),
        cases=sum(part.cases for part in every),
        failed=sum(part.failed for part in every),
        seconds=sum(part.seconds for part in every),
    )
    yield _line(whole, f"all, with SOAK_SEED={SEED}; the processes' seconds together")


def _line(part: Part, name: str) -> str:
    return f"{part.cases:>9,} {part.runs:>5,} {part.failed:>6,} {part.seconds:>8,.0f}  {name}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell of a soak what ran, by which seed, how many cases and how long each part took."""
    if IS_WHOLE:
        every = (report for stats in terminalreporter.stats.values() for report in stats)
        terminalreporter.section("what the soak ran")
        for line in report_lines(one for one in every if isinstance(one, pytest.TestReport)):
            terminalreporter.write_line(line)
