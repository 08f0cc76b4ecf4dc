"""What is a number, in Python and in the database, wherever one is written or read."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.attribute_types.units import standard_amount, standard_amount_sql
from catalog.segments.operators import read_value
from console.numbers import (
    is_json_number_sql,
    is_number_sql,
    is_stored_number,
    number_text_sql,
    read_number,
    read_typed_number,
)
from exchange.transforms.formats import NumberFormat

CALCULATED = SQL("CASE WHEN {} THEN {} END")
TEXT = SQL("text")
# The longest that counts, and one digit more before and behind the dot.
LONG = ["9" * 40, "9" * 41, "1." + "3" * 40, "1." + "3" * 41, "0" * 41, "9" * 100]
NUMBERS = ["0", "-0", "+7", "007", "12.70", "-0.00", "+012.70", *LONG]
OTHERS = ["", "+", ".5", "5.", "1e5", "1_000", "12,70", "٣", "１２", "NaN", "0x1f", "--5", "5 "]
TEXTS = st.text("0123456789+-.,eE٣ ", max_size=12) | st.sampled_from([*NUMBERS, *OTHERS])


def in_database(expression, texts: list[str]) -> list:
    """What SQL over the column `text` makes of each."""
    statement = SQL(
        "SELECT array_agg({} ORDER BY place)"
        " FROM unnest({}::text[]) WITH ORDINALITY AS given (text, place)"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.format(expression, Literal(texts)))
        return cursor.fetchone()[0]


def is_json(text: str) -> bool:
    """Whether JSON has it; what Python takes besides is no number here."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def compared(text: str) -> Decimal | None:
    """What a filter compares with."""
    try:
        return read_value("number", "is", text)
    except ValidationError:
        return None


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=60))
def test_every_door_takes_the_same_texts_for_numbers(texts):
    texts += NUMBERS + OTHERS
    read = [read_number(text) for text in texts]
    is_number = [one is not None for one in read]
    made = CALCULATED.format(is_number_sql(TEXT), number_text_sql(TEXT))
    assert in_database(made, texts) == read
    trimmed = [text for text in texts if text == text.strip()]
    assert [compared(text) is not None for text in trimmed] == [
        read_number(text) is not None for text in trimmed
    ]
    transformed = [NumberFormat(decimals=0, notation="plain").apply(text) for text in texts]
    changed = NumberFormat(decimals=0, notation="plain").sql(TEXT)
    assert in_database(changed, texts) == transformed
    for text, whole, was_number in zip(texts, transformed, is_number, strict=True):
        assert was_number or whole == text


@pytest.mark.django_db
@settings(max_examples=30, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=60))
def test_what_is_stored_is_a_number_on_both_sides(texts):
    texts += NUMBERS + OTHERS
    of_python = [standard_amount("", text) is not None for text in texts]
    assert of_python == [is_stored_number(text) for text in texts]
    amount = standard_amount_sql("", SQL("to_jsonb(text)"))
    assert in_database(SQL("{} IS NOT NULL").format(amount), texts) == of_python
    of_json = in_database(is_json_number_sql(TEXT), texts)
    for text, is_one in zip(texts, of_json, strict=True):
        assert is_one == (is_stored_number(text) and is_json(text)), text


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "-0.5", "-0.5"),
        ("en", "1,5", None),
        ("en", "1,23,456", None),
        ("de", "1.234,50", "1234.50"),
        ("de", "1234,5", "1234.5"),
        ("de", "12.70", None),
        ("fr", "1 234,5", "1234.5"),
        ("fr", "1\u202f234", "1234"),
        ("es", "12,70", "12.70"),
        ("en", "", None),
        ("en", "1e5", None),
    ],
)
def test_a_person_writes_a_number_as_the_language_does(language, text, number):
    with translation.override(language):
        assert read_typed_number(text) == number
