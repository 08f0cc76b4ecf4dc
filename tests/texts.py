"""Texts of every kind that a cell can hold, for property tests."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.soak import EXAMPLES

# What has a meaning of its own to COPY, CSV, JSON, a shell or a reader of lines.
MARKS = [
    *("\r", "\n", "\r\n", "\\.", "\\N", "\\", '"', "'", ",", ";", "\t", "\v", "\f", "\b", "\x1a"),
    *("\x01", "\x02", "\x1f", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\ufffd"),
    *("=", "+", "-", "@", "|", "%", "\u200b", "\u202e", "e\u0301", "\U0001f6d1", "\U0010ffff"),
]
exhaustive = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def storable_texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Texts that PostgreSQL can keep, rich in marks."""
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    pieces = st.one_of(st.sampled_from(MARKS), letters)
    return st.lists(pieces, max_size=max_size).map("".join)
