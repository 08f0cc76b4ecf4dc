"""Whoever registers a reader of references keeps to the same rules."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.attribute_types.checking import check_value
from catalog.attribute_types.references import reference_reader
from catalog.attribute_types.rules import TEXTUAL
from catalog.attribute_types.types import AttributeType
from catalog.models import Attribute, AttributeOption
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db
REFERENCES = [kind for kind in AttributeType if reference_reader(kind)]
STORED = {
    AttributeType.CHOICE: "red",
    AttributeType.MULTIPLE_CHOICE: ["blue", "red"],
    AttributeType.PRODUCT: "KIT-1",
}
STRANGE = ["NONE-1", "9" * 40, "' %_", 5, True, 1.5, {"sku": "KIT-1"}, [["red"]], ["red", "a\x00b"]]


def attribute_with_records(kind: AttributeType) -> Attribute:
    attribute = AttributeFactory(label="Sample", type=kind)
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code.title())
    ProductFactory(sku="KIT-1")
    return attribute


@pytest.mark.parametrize("kind", REFERENCES)
def test_what_is_stored_passes_as_it_is_with_one_query(kind):
    attribute = attribute_with_records(kind)
    with CaptureQueriesContext(connection) as queries:
        assert reference_reader(kind)(attribute, STORED[kind]) == STORED[kind]
    assert len(queries) <= 1


@pytest.mark.parametrize("value", STRANGE, ids=repr)
@pytest.mark.parametrize("kind", REFERENCES)
def test_what_names_no_record_is_refused_with_the_name_of_the_attribute(kind, value):
    attribute = attribute_with_records(kind)
    with (
        CaptureQueriesContext(connection) as queries,
        pytest.raises(ValidationError, match="Sample") as caught,
    ):
        reference_reader(kind)(attribute, value)
    assert caught.value.code == "type"
    assert len(queries) <= 1


@pytest.mark.parametrize("kind", AttributeType)
def test_only_the_types_of_text_are_read_as_text(kind):
    with pytest.raises(ValidationError) as caught:
        check_value(attribute_with_records(kind), [{"strange": {}}])
    assert (caught.value.messages == ["Sample is a text."]) is (kind in TEXTUAL)
