"""What is the same name, number or word, in Python and in the database."""

import sys
import unicodedata
from functools import cache

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.attribute_types.texts import cleaned, cleaned_sql
from console.spelling import (
    BLANKS,
    clean_name,
    clean_number,
    folded,
    name_key,
    number_key,
    trimmed,
    words,
)
from exchange.transforms.text import Trim

RULES = {
    "console_clean_number": clean_number,
    "console_clean_name": clean_name,
    "console_name_key": name_key,
    "console_number_key": number_key,
    "console_folded": folded,
    "console_words": words,
}
rules = pytest.mark.parametrize("function", RULES)


@cache
def known() -> list[str]:
    """All signs that Python knows, put together where a test asks for them, as it takes a while.

    What it does not know yet has no capitals and no marks; the database may know others.
    """
    signs = map(chr, range(1, sys.maxunicode + 1))
    return [sign for sign in signs if unicodedata.category(sign) not in ("Cn", "Cs")]


INTERESTING = st.sampled_from(
    "aZßẞıİſςσΣæøÆŁ7-_/.+ \t\n\r\x7f\u0301\u0308\u0345\u00ad\u200b\u200d\u202e\ufeff\ufe0f\u00a0"
    "\u3000\u2013\u2212\u3099ФХаÅŉﬃΐᾳＡ９が각½№品㎜𝐀🚗À"
)
TEXTS = st.text(INTERESTING | st.deferred(lambda: st.sampled_from(known())), max_size=12)


def in_database(function: str, texts: list[str]) -> list[str]:
    """The texts as the function of the database makes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT array_agg({function}(text) ORDER BY place)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, place)",
            [texts],
        )
        return cursor.fetchone()[0]


@rules
@pytest.mark.django_db
def test_both_sides_agree_on_every_character(function):
    signs = known()
    texts = ["a1".join(signs[first : first + 32]) for first in range(0, len(signs), 32)]
    of_python = map(RULES[function], texts)
    of_database = in_database(function, texts)
    differing = [
        (text, one, other)
        for text, one, other in zip(texts, of_python, of_database, strict=True)
        if one != other
    ]
    assert differing == []


@rules
@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=100))
def test_both_sides_agree_on_every_text(function, texts):
    assert in_database(function, texts) == [RULES[function](text) for text in texts]


@pytest.mark.parametrize("rule", RULES.values())
@given(text=TEXTS)
def test_a_key_is_its_own_key(rule, text):
    assert rule(rule(text)) == rule(text)


@given(text=TEXTS)
def test_what_is_stored_is_the_same_as_what_was_written(text):
    assert name_key(clean_name(text)) == name_key(text)
    assert number_key(clean_number(text)) == number_key(text)


@pytest.mark.parametrize(
    "spelling",
    [
        " QX-1001\t",
        "\u00a0 QX-1001",
        "QX-1001\u200b",
        "\ufeffQX-1001",
        "QX\u00ad-1001",
        "\u202aQX-1001\u202c",
        "QX\u20111001",
        "QX\u20131001",
        "qx-1001",
        "\uff31\uff38\uff0d1001",
    ],
)
def test_what_looks_the_same_is_the_same_name(spelling):
    assert name_key(spelling) == "QX-1001"
    assert number_key(spelling) == "QX1001"


@pytest.mark.parametrize(
    "spelling", ["QX -1001", "QX\u00a0-1001", "Q\u0425-1001", "qx_1001", "QX.10-01", "QX/1001"]
)
def test_a_number_is_its_letters_and_digits_as_they_look(spelling):
    assert number_key(spelling) == "QX1001"
    assert name_key(spelling) != "QX-1001"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ВАЗ-2108", "КАМАЗ-2108"),
        ("ВАЗ-2108", "2108"),
        ("部品-77", "零件-77"),
        ("QÜ-1004", "QU-1004"),
        ("90.750", "90.75"),
        ("00123", "123"),
        ("कि-1", "का-1"),
    ],
)
def test_other_letters_make_another_number(one, other):
    assert number_key(one) != number_key(other)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("STRAẞE", "strasse"),
        ("ΟΔΟΣ", "οδος"),
        ("QU\u0308-1004", "qü-1004"),
        ("Kayı", "KAYI"),
        ("Ar  \n ta", "ar ta"),
    ],
)
def test_capitals_and_encodings_do_not_make_another_name(one, other):
    assert name_key(one) == name_key(other)


def test_a_word_is_searched_for_without_accents():
    assert (
        folded("Öl-Straße İzmir Łódź Škoda Ærø ΟΔΟΣ Ёж")
        == "ol-strasse izmir lodz skoda aero οδοσ еж"
    )
    assert folded("が 각") == "が 각"


def test_joined_letters_of_a_name_stay_as_they_are_written():
    assert clean_name("\u200bمی\u200cخواهم\ufeff ") == "می\u200cخواهم"
    assert clean_number("AB\u200c-1\u200d") == "AB-1"


def test_names_numbers_and_other_texts_have_the_same_blanks_at_their_ends():
    blanks = [
        one for one in known() if clean_name(f"a{one}") == "a" and name_key(f"a{one}b") != "AB"
    ]
    assert set(blanks) == set(BLANKS)
    for one in blanks:
        for rule in (trimmed, cleaned, clean_name, clean_number, Trim().apply):
            assert rule(f"{one}a b{one}") == "a b", (rule, one)


@pytest.mark.django_db
@pytest.mark.parametrize("rule", [cleaned_sql, Trim().sql])
def test_the_database_takes_the_same_blanks_from_texts(rule):
    texts = [f"{one}a b{one}" for one in BLANKS]
    with connection.cursor() as cursor:
        statement = SQL("SELECT array_agg({}) FROM unnest({}::text[]) AS given (text)")
        cursor.execute(statement.format(rule(SQL("text")), Literal(texts)))
        assert set(cursor.fetchone()[0]) == {"a b"}
