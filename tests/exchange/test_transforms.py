"""Transforms: what each does, and that its SQL and its Python agree on whatever comes."""

import unicodedata

import pytest
from django.db import connection
from psycopg.sql import SQL, Literal

from exchange.registry import FieldType
from exchange.transforms import (
    TRANSFORMS,
    TransformError,
    apply_transforms,
    chain_sql,
    chain_type,
    parse_transforms,
)

NASTY = [
    None,
    " ",
    "\t\u00a0 text \u3000\n",
    "plain",
    "O'Brien",
    'say "hi"',
    "back\\slash \\1 \\n",
    "two\nlines\r\n",
    "100%, %s {0} $1 :name",
    "Straße İstanbul ΑΣ ΟΔΟΣ ŉ ﬁ",
    "日本語 🚗 e\u0301",
    "'; DROP TABLE catalog_product; --",
    *["0", "-0", "+7", "007", "12.70", "-0.004", "0.005", "-2.5", "1234567.891", ".5", "1.", "1e5"],
    *["999.995", "12,5", "1" * 40, "1" * 41, "0." + "9" * 40, "12.70\n", "٣"],
    *["2026-03-31", "2026-03-31T10:00:00Z", "2026-03-31 10:00\nx", "2026-3-1", "2026-03-31x"],
]

CHAINS = {
    "trim": [{"type": "trim"}],
    "upper": [{"type": "upper"}],
    "lower": [{"type": "lower"}],
    "prefix": [{"type": "prefix", "value": {"text": 'O\'B\\ "%s" {x}\n'}}],
    "suffix": [{"type": "suffix", "value": {"text": "'; DROP TABLE catalog_product; --"}}],
    "replace": [{"type": "replace", "value": {"search": "\\", "replacement": "'\\1"}}],
    "remove": [{"type": "replace", "value": {"search": "plain", "replacement": ""}}],
    "truncate": [{"type": "truncate", "value": {"length": 3}}],
    "default": [{"type": "default", "value": {"text": "n/a"}}],
    "decimals": [{"type": "number", "value": {"decimals": 2, "notation": "plain"}}],
    "whole": [{"type": "number", "value": {"decimals": 0, "notation": "german"}}],
    "kept": [{"type": "number", "value": {"decimals": None, "notation": "english"}}],
    "french": [{"type": "number", "value": {"decimals": 4, "notation": "french"}}],
    "comma": [{"type": "number", "value": {"notation": "comma"}}],
    "date": [{"type": "date", "value": {"format": "american"}}],
    "map": [
        {
            "type": "map",
            "value": {
                "pairs": [
                    {"value": "O'Brien", "becomes": "\\"},
                    {"type": "item", "value": {"value": "plain", "becomes": ""}},
                ],
                "others": "keep",
            },
        }
    ],
    "map only": [
        {"type": "map", "value": {"pairs": [{"value": "0", "becomes": "no"}], "others": "empty"}}
    ],
    "many": [
        {"type": "trim"},
        {"type": "number", "value": {"decimals": 1, "notation": "plain"}},
        {"type": "number", "value": {"decimals": 3, "notation": "swiss"}},
        {"type": "map", "value": {"pairs": [{"value": "text", "becomes": "mapped"}]}},
        {"type": "upper"},
        {"type": "default", "value": {"text": "none"}},
        {"type": "suffix", "value": {"text": "!"}},
    ],
}


def in_sql(values: list[str | None], chain) -> list[str | None]:
    rows = SQL(", ").join(
        SQL("({}, {}::text)").format(Literal(place), Literal(value))
        for place, value in enumerate(values)
    )
    statement = SQL("SELECT {} FROM (VALUES {}) AS row(place, value) ORDER BY place").format(
        chain_sql(SQL("row.value"), chain), rows
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection))
        return [row[0] for row in cursor]


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHAINS)
def test_sql_and_python_agree(name):
    chain = parse_transforms(CHAINS[name])
    by_sql = dict(zip(NASTY, in_sql(NASTY, chain), strict=True))
    assert by_sql == {value: apply_transforms(value, chain) for value in NASTY}


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["upper", "lower"])
def test_every_letter_of_unicode_that_has_a_case_changes_it_alike(code):
    chain = parse_transforms([{"type": code}])
    # "Lo" are the letters of scripts without capitals.
    cased = ("Lu", "Ll", "Lt", "Lm")
    letters = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in cased]
    # A thousand at a time: PostgreSQL takes long to plan very many rows of VALUES.
    for start in range(0, len(letters), 1000):
        some = letters[start : start + 1000]
        assert in_sql(some, chain) == [apply_transforms(letter, chain) for letter in some]


def test_every_transform_has_a_case_here():
    assert {step["type"] for chain in CHAINS.values() for step in chain} == set(TRANSFORMS)


@pytest.mark.parametrize(
    ("chain", "value", "result"),
    [
        ("trim", "\t\u00a0 text \u3000\n", "text"),
        ("upper", "Straße", "STRASSE"),
        ("prefix", None, None),
        ("default", None, "n/a"),
        ("truncate", "🚗🚗🚗🚗", "🚗🚗🚗"),
        ("remove", "plain", None),
        ("decimals", "0.005", "0.01"),
        ("decimals", "-2.555", "-2.56"),
        ("decimals", "-0.004", "0.00"),
        ("decimals", "12,5", "12,5"),
        ("kept", "1234567.80", "1,234,567.80"),
        ("whole", "1234567.5", "1.234.568"),
        ("comma", "12.70", "12,70"),
        ("date", "2026-03-31T10:00:00Z", "03/31/2026"),
        ("date", "tomorrow", "tomorrow"),
        ("map", "O'Brien", "\\"),
        ("map only", "1", None),
        ("many", "  1234.56 ", "1’234.600!"),
        ("many", " ", "none!"),
    ],
)
def test_what_it_does(chain, value, result):
    assert apply_transforms(value, parse_transforms(CHAINS[chain])) == result


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"type": "explode"}, "Step 1: there is no transform “explode”."),
        ("trim", "Step 1: there is no transform “None”."),
        ({"type": ["trim"]}, "Step 1: there is no transform “['trim']”."),
        ({"type": "prefix"}, "Step 1 (Prepend): “Text” is empty. Fill it in."),
        ({"type": "prefix", "value": "A"}, "Step 1 (Prepend): The settings must be named."),
        ({"type": "prefix", "value": {"text": 7}}, "Step 1 (Prepend): “Text” must be text."),
        (
            {"type": "suffix", "value": {"text": "a\0b"}},
            "Step 1 (Append): “Text” contains a NUL character.",
        ),
        (
            {"type": "default", "value": {"text": "x" * 1001}},
            "Step 1 (Default if empty): “Text” is longer than 1000 characters.",
        ),
        (
            {"type": "truncate", "value": {"length": "3; DROP TABLE"}},
            "Step 1 (Truncate): “Characters” must be a whole number from 1 to 100000.",
        ),
        (
            {"type": "number", "value": {"decimals": 11}},
            "Step 1 (Number format): “Decimals” must be a whole number from 0 to 10.",
        ),
        (
            {"type": "number", "value": {"notation": "roman"}},
            "Step 1 (Number format): “Notation” is not one of the choices.",
        ),
        ({"type": "date"}, "Step 1 (Date format): “Format” is not one of the choices."),
        ({"type": "map"}, "Step 1 (Map values): Enter at least one value."),
        (
            {"type": "map", "value": {"pairs": ["a"]}},
            "Step 1 (Map values): Each row needs a value and a new value.",
        ),
        (
            {"type": "map", "value": {"pairs": [{"value": "a"}, {"value": "a"}]}},
            "Step 1 (Map values): “a” is listed twice.",
        ),
    ],
)
def test_a_wrong_set_up_is_told_clearly(step, message):
    with pytest.raises(TransformError) as refused:
        parse_transforms([step])
    assert str(refused.value) == message


def test_numbers_stay_numbers_until_they_are_written_as_text():
    def type_after(chain: str) -> FieldType:
        return chain_type(FieldType.NUMBER, parse_transforms(CHAINS[chain]))

    assert type_after("decimals") == FieldType.NUMBER
    assert type_after("default") == FieldType.NUMBER
    assert type_after("kept") == FieldType.TEXT
    assert type_after("prefix") == FieldType.TEXT
