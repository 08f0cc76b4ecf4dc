"""The address of a value: its text, and what stands there, in Python and in the database."""

import json

import pytest
from django.db import connection
from hypothesis import assume, given
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.attribute_types.addresses import ValueAddress
from tests.texts import exhaustive, storable_texts

# Codes and languages as nobody can enter them, with all that divides a text.
KEYS = st.one_of(
    st.sampled_from(["title", "de", "pt-br", "web", "values", "a.b", "a@b", "%2E", "%", "@."]),
    storable_texts(max_size=6).filter(bool),
)
ADDRESSES = st.builds(
    ValueAddress, KEYS, locale=st.one_of(st.just(""), KEYS), channel=st.one_of(st.just(""), KEYS)
)
LEAVES = st.sampled_from(["x", 1, True, [], ["a"], {"amount": "1", "unit": "mm"}, "", None])


@st.composite
def documents(draw, addresses: list[ValueAddress]) -> dict:
    """Documents in which things of every shape stand at, above and below the addresses."""
    found: dict = {"values": {}, "channel_values": {}}
    for address in addresses:
        place, keys = found, list(address.keys)
        depth = draw(st.integers(min_value=2, max_value=len(keys)))
        for key in keys[: depth - 1]:
            if not isinstance(place.get(key), dict):
                place[key] = {}
            place = place[key]
        place[keys[depth - 1]] = draw(LEAVES)
    return found


CASES = st.lists(ADDRESSES, min_size=1, max_size=3).flatmap(
    lambda addresses: st.tuples(st.sampled_from(addresses), documents(addresses))
)


def answers(expressions: list, stored: dict) -> list:
    """What expressions over the documents of a product give."""
    statement = SQL("SELECT {} FROM (SELECT {}::jsonb AS {}, {}::jsonb AS {}) AS product").format(
        SQL(", ").join(expressions),
        *(
            one
            for name in ("values", "channel_values")
            for one in (Literal(json.dumps(stored[name])), SQL(name))
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [json.loads(one) if isinstance(one, str) else one for one in cursor.fetchone()]


@pytest.mark.parametrize(
    ("address", "text", "keys"),
    [
        (ValueAddress("width"), "values.width", ("values", "width")),
        (ValueAddress("title", "de"), "values.title.de", ("values", "title", "de")),
        (ValueAddress("width", "", "web"), "values.width@web", ("channel_values", "web", "width")),
        (
            ValueAddress("title", "de", "web"),
            "values.title.de@web",
            ("channel_values", "web", "title", "de"),
        ),
        (ValueAddress("a.b@%"), "values.a%2Eb%40%25", ("values", "a.b@%")),
    ],
)
def test_the_text_of_an_address_names_attribute_language_and_channel(address, text, keys):
    assert str(address) == text
    assert ValueAddress.parse(text) == address
    assert address.keys == keys


@pytest.mark.parametrize(
    "text",
    [
        *("", "name", "values", "values.", "values.a.", "values.a@", "values.@web", "values..de"),
        *("values.a.b.c", "values.a@b@c", "values.a@b.c", "values.%2", "values.%41"),
        "channel_values.web.a",
    ],
)
def test_another_text_is_no_address(text):
    assert ValueAddress.find(text) is None
    with pytest.raises(ValueError, match="No address"):
        ValueAddress.parse(text)


def test_an_address_without_an_attribute_is_none():
    with pytest.raises(ValueError, match="names an attribute"):
        ValueAddress("", locale="de")


def test_addresses_have_an_order_by_attribute_then_language_then_channel():
    rising = [
        ValueAddress("a"),
        ValueAddress("a", "", "web"),
        ValueAddress("a", "de"),
        ValueAddress("a", "en", "app"),
        ValueAddress("b"),
    ]
    assert min(rising[::-1]) == rising[0]
    assert sorted(rising, reverse=True) == rising[::-1]
    assert len({*rising, ValueAddress("a")}) == len(rising)


@exhaustive
@given(address=ADDRESSES, other=ADDRESSES)
def test_the_text_says_all_of_the_address(address, other):
    assert ValueAddress.parse(str(address)) == address
    assert (str(address) == str(other)) == (address == other)


@pytest.mark.django_db
@exhaustive
@given(address=ADDRESSES)
def test_the_database_writes_and_reads_the_text_alike(address):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT catalog_value_address(%s, %s, %s), catalog_address_keys(%s)",
            [address.code, address.locale, address.channel, str(address)],
        )
        assert cursor.fetchone() == (str(address), list(address.keys))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["name", "additional_categories", "values", "prices.12"])
def test_the_database_takes_another_text_as_a_key_by_itself(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_address_keys(%s)", [name])
        assert cursor.fetchone() == ([name],)


@pytest.mark.django_db
@exhaustive
@given(case=CASES)
def test_what_stands_there_is_the_same_in_python_and_sql(case):
    address, stored = case
    assert answers([address.stored_sql("product")], stored) == [address.read(stored)]


@pytest.mark.django_db
@exhaustive
@given(case=CASES, value=LEAVES)
def test_what_is_written_there_is_the_same_in_python_and_sql(case, value):
    address, stored = case
    assume(value not in ("", []))
    made = (
        SQL("NULL::jsonb") if value is None else SQL("{}::jsonb").format(Literal(json.dumps(value)))
    )
    [(column, document)] = address.written_sql(made).items()
    [written] = answers([document], stored)
    assert {**stored, column: written} == address.written(stored, value)
    assert address.read(address.written(stored, value)) == value


@exhaustive
@given(case=CASES, value=LEAVES)
def test_writing_leaves_everything_else_and_what_it_was_given_as_it_was(case, value):
    address, stored = case
    before = json.dumps(stored)
    address.written(stored, value)
    assert json.dumps(stored) == before
    beside = ValueAddress(f"{address.code}x", address.locale, address.channel)
    assert beside.read(address.written(stored, value)) == beside.read(stored)
