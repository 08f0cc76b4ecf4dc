"""Formulas are made texts by one rule, in Python and in SQL, and texts again what they were."""

import pytest
from django.db import connection
from hypothesis import given, seed
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier

from console.spreadsheets import as_typed, harmless, harmless_sql
from tests.soak import SEED
from tests.texts import exhaustive, storable_texts

TEXTS = [
    ("=1+1", "'=1+1"),
    ("-6AN", "'-6AN"),
    ("+H7", "'+H7"),
    ("@home", "'@home"),
    ("\tcmd", "'\tcmd"),
    ("\rcmd", "'\rcmd"),
    ("＝1+1", "'＝1+1"),
    ("--", "'--"),
    ("-1e5", "'-1e5"),
    ("-5\n", "'-5\n"),
    ("'=1+1", "''=1+1"),
    ("-5", "-5"),
    ("+5,5", "+5,5"),
    ("'-5", "'-5"),
    ("'77", "'77"),
    ("'quoted'", "'quoted'"),
    ("a=1", "a=1"),
    (" =1", " =1"),
    ("", ""),
]
# Those that begin with a sign, an apostrophe or a figure are what the rule is about.
beginnings = st.text(alphabet="=+-@'\t\r\n＝－05,.a ", max_size=5)
texts = st.one_of(beginnings, st.tuples(beginnings, storable_texts(10)).map("".join))


def in_sql(values):
    statement = SQL(
        "SELECT {} FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, at) ORDER BY at"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.format(harmless_sql(Identifier("text"))), [values])
        return [value for (value,) in cursor.fetchall()]


@pytest.mark.parametrize(("text", "cell"), TEXTS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text, cell):
    assert harmless(text) == cell
    assert as_typed(cell) == text


@pytest.mark.django_db
@pytest.mark.soak
@seed(SEED)
@exhaustive
@given(values=st.lists(texts, min_size=1, max_size=100))
def test_sql_and_python_agree(values):
    assert in_sql(values) == [harmless(value) for value in values]


@pytest.mark.django_db
def test_in_sql_nothing_stays_nothing():
    assert in_sql([None, *(text for text, _cell in TEXTS)]) == [None, *(cell for _, cell in TEXTS)]


@pytest.mark.soak
@seed(SEED)
@exhaustive
@given(text=texts)
def test_each_text_comes_back_as_it_was(text):
    assert as_typed(harmless(text)) == text
    assert harmless(text)[:1] not in set("=@\t\r\n＝－")
