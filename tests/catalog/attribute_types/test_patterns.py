"""Patterns of editors: refused where they are none, and never able to hold up a form."""

import pytest
from django.core.exceptions import ValidationError

from catalog.attribute_types import patterns
from tests.factories.catalog import AttributeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("[A-Z]+", ""),
        ("", ""),
        ("(a+)+$", ""),
        ("[A-Z", "This is not a valid regular expression: brackets [] not balanced."),
        ("a)(b", "This is not a valid regular expression"),
        (r"(a)\1", "cannot contain backreferences"),
        (r"\\1", ""),
        ("a\x00", "cannot be stored"),
    ],
)
def test_a_pattern_is_judged_when_the_attribute_is_saved(pattern, problem):
    assert problem in patterns.pattern_problem(pattern)
    assert bool(problem) == bool(patterns.pattern_problem(pattern))
    attribute = AttributeFactory(pattern=pattern.replace("\x00", ""))
    attribute.pattern = pattern
    if problem:
        with pytest.raises(ValidationError):
            attribute.full_clean()
    else:
        attribute.full_clean()


def test_a_pattern_that_would_hang_a_backtracking_engine_answers():
    assert patterns.matches("(a+)+b?", "a" * 5000)
    assert not patterns.matches("(a|aa)+$", "a" * 5000 + "!")


def test_what_takes_too_long_is_stopped_with_a_message(monkeypatch):
    monkeypatch.setattr(patterns, "LONGEST_WAIT", 1)
    with pytest.raises(ValidationError, match="takes too long"):
        patterns.matches("(.*a){1,50}b", "a" * 200_000)
