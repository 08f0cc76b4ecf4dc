"""Texts compared by words: both can be read from the marks, in bounded steps, always escaped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import word_differences
from console.word_differences import Kind, Piece, WordDifference, shortened, word_pieces

WORDS = st.lists(st.sampled_from(["pad", "disc.", "the", "\n", ",", "Ω", "brake  "]), max_size=30)
TEXTS = WORDS.map(" ".join) | st.text(max_size=60)


def read(pieces: list[Piece], without: Kind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not without)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_marks(before, after):
    pieces = word_pieces(before, after)
    assert read(pieces, Kind.ADDED) == before
    assert read(pieces, Kind.REMOVED) == after


def test_only_the_words_that_differ_are_marked():
    shown = WordDifference(
        "Front brake pads for the Honda Civic, ceramic.",
        "Front brake pads for the Honda Accord, ceramic, quiet.",
    )
    assert shown.inline == (
        '<span class="words">Front brake pads for the Honda<del> Civic</del><ins> Accord</ins>'
        ", ceramic<ins>, quiet</ins>.</span>"
    )
    assert shown.before == (
        '<span class="words">Front brake pads for the Honda<del> Civic</del>, ceramic.</span>'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("12.70", "12.71"), ("Old", "New"), ("", "New one"), ("a b c d", "e f g h")],
)
def test_numbers_short_texts_and_strangers_are_shown_as_wholes(before, after):
    assert WordDifference(before, after).is_whole


def test_long_runs_that_are_the_same_are_left_out():
    same = "word " * 400
    shown = WordDifference(f"{same}left {same}end", f"{same}right {same}end").inline
    assert len(shown) < 600
    assert "<del> left</del><ins> right</ins>" in shown
    assert "400 words are the same" in shown or "words are the same" in shown


def test_what_is_left_out_is_the_same_in_both():
    same = "word " * 400
    pieces = word_pieces(f"{same}left {same}", f"{same}right {same}")
    assert read(shortened(pieces), Kind.ADDED) == f"{same}left {same}"


def test_nothing_is_taken_for_markup():
    bad = "<script>alert(1)</script> one two three four"
    shown = WordDifference(bad, f"{bad} <img src=x>")
    for html in (shown.inline, shown.before, shown.after):
        assert "<script" not in html
        assert "<img" not in html


def test_a_long_text_with_few_changes_is_compared_by_words():
    words = [f"word{number}{'.' if number % 9 == 0 else ''}" for number in range(15_000)]
    changed = [word if number % 600 else "NEW" for number, word in enumerate(words)]
    before, after = " ".join(words), " ".join(changed)
    assert len(before) > 100_000
    pieces = word_pieces(before, after)
    assert sum(len(piece.text) for piece in pieces if piece.kind is Kind.ADDED) < 1_000


HOSTILE = {
    "the same two words in the other order": ("a b " * 25_000, "b a " * 25_000),
    "sentences that are nearly the same": ("a b c. " * 14_000, "b a c. " * 14_000),
    "one word": ("x" * 100_000 + " a b c d", "y" * 100_000 + " a b c d"),
    "nothing but signs": ("." * 100_000 + " a b c d", "," * 100_000 + " a b c d"),
}


@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE)
def test_texts_of_100_kb_made_to_be_slow_take_limited_steps(texts, monkeypatch):
    taken = []

    class Counting(word_differences._Budget):
        def take(self, steps: int) -> None:
            taken.append(steps)
            super().take(steps)

    monkeypatch.setattr(word_differences, "_Budget", Counting)
    pieces = word_pieces(*texts)
    assert read(pieces, Kind.ADDED) == texts[0]
    assert sum(taken) < 1_000_000
