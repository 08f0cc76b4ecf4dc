"""Types whose values refer to records keep to the same rules."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.checking import check_value
from catalog.attribute_types.registry import attribute_type, attribute_types
from catalog.models import Attribute, AttributeOption
from catalog.schema.models.attribute import NEVER_UNIQUE
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type
STORED = {Type.CHOICE: "red", Type.MULTIPLE_CHOICE: ["blue", "red"], Type.PRODUCT: "KIT-1"}
STRANGE = ["NONE-1", "9" * 40, "' %_", 5, True, 1.5, {"sku": "KIT-1"}, [["red"]], ["red", "a\x00b"]]
KINDS = [kind.code for kind in attribute_types()]


def attribute_with_records(kind: str) -> Attribute:
    attribute = AttributeFactory(label="Sample", type=kind)
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    ProductFactory(sku="KIT-1")
    return attribute


@pytest.mark.parametrize("kind", STORED)
def test_what_is_stored_passes_as_it_is_with_one_query(kind):
    attribute = attribute_with_records(kind)
    with CaptureQueriesContext(connection) as queries:
        assert attribute_type(kind).read(attribute, STORED[kind]) == STORED[kind]
    assert len(queries) <= 1


@pytest.mark.parametrize("value", STRANGE, ids=repr)
@pytest.mark.parametrize("kind", STORED)
def test_what_names_no_record_is_refused_with_the_name_of_the_attribute(kind, value):
    attribute = attribute_with_records(kind)
    with (
        CaptureQueriesContext(connection) as queries,
        pytest.raises(ValidationError, match="Sample") as caught,
    ):
        attribute_type(kind).read(attribute, value)
    assert caught.value.code == "type"
    # One more names the options that there are, or the product in another spelling.
    assert len(queries) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_types_of_text_are_read_as_text(kind):
    with pytest.raises(ValidationError) as caught:
        check_value(attribute_with_records(kind), [{"strange": {}}])
    is_text = attribute_type(kind).is_free_text and kind != Type.URL
    assert (caught.value.messages == ["Sample must be text."]) is is_text


@pytest.mark.parametrize("spelling", ["kit-1", "KIT\u20131", "KIT 1", "kit1"])
def test_a_product_in_another_spelling_is_named_and_not_taken(spelling):
    attribute = attribute_with_records(Type.PRODUCT)
    told = (
        f"Sample must be the SKU of a product; “{spelling}” was not found. KIT-1 is the same SKU,"
        " spelled differently. Use that spelling if you mean this product."
    )
    with pytest.raises(ValidationError) as caught:
        check_value(attribute, spelling)
    assert caught.value.messages == [told]
    kind = attribute_type(Type.PRODUCT)
    assert one(kind.read_sql(attribute, Literal(spelling))) is None
    assert one(as_json(kind.unreadable_sql(attribute, Literal(spelling)))) == told


@pytest.mark.parametrize("text", ["-", "NONE-1", "{known}"])
def test_what_is_no_product_in_any_spelling_has_no_hint(text):
    attribute = attribute_with_records(Type.PRODUCT)
    told = f"Sample must be the SKU of a product; “{text}” was not found."
    with pytest.raises(ValidationError) as caught:
        check_value(attribute, text)
    assert caught.value.messages == [told]
    sql = attribute_type(Type.PRODUCT).unreadable_sql(attribute, Literal(text))
    assert one(as_json(sql)) == told


def test_answers_that_are_copied_stay_the_answers_that_they_were():
    """Even where an option is called as two others are written together."""
    source, target = (attribute_with_answers(code) for code in ("source", "target"))
    AttributeOption.objects.create(attribute=target, code="both", label="a|b")
    kind = attribute_type(Type.MULTIPLE_CHOICE)
    copied = kind.converted_sql(target, Literal(Jsonb(["a", "b"])), kind, source)
    assert one(copied) == ["a", "b"]
    strange = kind.converted_sql(target, Literal(Jsonb(["a", "c"])), kind, source)
    assert one(strange) is None


def attribute_with_answers(code: str) -> Attribute:
    attribute = AttributeFactory(code=code, type=Type.MULTIPLE_CHOICE)
    for answer in ("a", "b"):
        AttributeOption.objects.create(attribute=attribute, code=answer, label=answer.upper())
    return attribute


def one(expression: Composable) -> object:
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}").format(expression))
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def as_json(text: Composable) -> Composable:
    return SQL("to_jsonb({})").format(text)


def test_a_value_that_cannot_be_stored_is_refused_in_words_that_can_be_shown():
    for kind, value in ((Type.MULTIPLE_CHOICE, ["a\ud800"]), (Type.TABLE, [{"a\ud800": 1}])):
        with pytest.raises(ValidationError) as refused:
            attribute_type(kind).read(AttributeFactory(type=kind), value)
        assert "a\ufffd" in refused.value.messages[0]


def test_the_database_keeps_those_types_from_being_unique_that_say_so():
    never = {kind.code for kind in attribute_types() if not kind.can_be_unique}
    assert set(NEVER_UNIQUE) == never
