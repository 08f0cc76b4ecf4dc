"""How texts and part numbers are read."""

import pytest

from console.spelling import number_key
from search.text import Word, read_search, sort_key, words_of


@pytest.mark.parametrize("spelling", ["AB-1234/5", "ab12345", "AB 1234 5", "ab.1234_5"])
def test_a_part_number_is_the_same_in_any_spelling(spelling):
    assert read_search(spelling).number == "AB12345"
    assert number_key(spelling) == "AB12345"


def test_a_number_inside_a_text_is_both_its_pieces_and_one_number():
    assert read_search("AB-1234 pad").words == (
        Word(pieces=("ab", "1234"), joined="ab1234"),
        Word(pieces=("pad",)),
    )


def test_words_are_folded_and_joining_words_left_out():
    assert [word.pieces for word in read_search("Öl-Filter für the Škoda").words] == [
        ("ol", "filter"),
        ("fur",),
        ("skoda",),
    ]


def test_joining_words_stay_when_there_is_nothing_else():
    assert read_search("the").words == (Word(pieces=("the",)),)


def test_markup_is_no_text():
    assert words_of("<p>Ceramic <b>pad</b></p>") == ["ceramic", "pad"]


def test_texts_are_ordered_by_the_size_of_their_numbers():
    assert sorted(["PN 10", "PN 9", "pn 100"], key=sort_key) == ["PN 9", "PN 10", "pn 100"]


@pytest.mark.parametrize("hostile", ["", "  ", "\0", "!!!***", "🚗🚗", "%_%", "' OR 1=1 --"[:2]])
def test_a_text_without_letters_and_digits_is_empty(hostile):
    assert read_search(hostile).is_empty


def test_an_endless_text_is_cut():
    text = read_search("a1b2 " * 10_000)
    assert len(text.words) == 16
    assert text.number == ""
