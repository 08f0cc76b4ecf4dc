"""What long tests take of their cases, and what a soak tells of them."""

import pytest

from tests import soak


def report(name: str, when: str, outcome: str = "passed", cases: int = 0, seconds: float = 1):
    properties = [("cases", cases)] if when == "teardown" else []
    return pytest.TestReport(
        name, ("", 0, ""), {}, outcome, None, when, user_properties=properties, duration=seconds
    )


@pytest.mark.parametrize(("is_whole", "sizes"), [(False, [3, 3, 2]), (True, [10, 5, 2])])
def test_a_sample_is_the_same_each_time_and_whole_in_a_soak(monkeypatch, is_whole, sizes):
    monkeypatch.setattr(soak, "IS_WHOLE", is_whole)
    drawn = [
        soak.sample(range(10), at_most=3),
        soak.sample(range(10), at_most=3, in_a_soak=5),
        soak.sample(range(2), at_most=3),
    ]
    assert [len(one) for one in drawn] == sizes
    assert all(one == sorted(one) for one in drawn)
    assert soak.sample(range(10), at_most=3) == drawn[0]


@pytest.mark.parametrize(("is_whole", "size"), [(False, 2), (True, 50)])
def test_each_draws_a_sample_of_its_own_and_no_group_is_left_out(monkeypatch, is_whole, size):
    monkeypatch.setattr(soak, "IS_WHOLE", is_whole)
    drawn = [soak.sample(range(50), at_most=2, drawn_for=name) for name in "abcabc"]
    assert drawn[:3] == drawn[3:]
    assert len({tuple(one) for one in drawn}) == (1 if is_whole else 3)
    grouped = soak.sample_of_each(range(100), lambda number: number % 2, at_most=2)
    assert sorted(number % 2 for number in grouped) == [0] * size + [1] * size


def test_the_report_has_a_line_for_each_test_and_one_for_all_the_longest_first():
    reports = [
        report("a.py::short", "call", seconds=2),
        report("a.py::short", "teardown", cases=7),
        report("a.py::long[1]", "call", seconds=30),
        report("a.py::long[1]", "teardown", cases=2000),
        report("a.py::long[2]", "call", outcome="failed", seconds=20),
        report("a.py::long[2]", "teardown", cases=3),
    ]
    _head, *lines = soak.report_lines(reports)
    assert [line.split() for line in lines[:2]] == [
        ["2,003", "2", "1", "52", "a.py::long"],
        ["7", "1", "0", "3", "a.py::short"],
    ]
    assert lines[2].split()[:4] == ["2,010", "3", "1", "55"]
    assert f"SOAK_SEED={soak.SEED}" in lines[2]
