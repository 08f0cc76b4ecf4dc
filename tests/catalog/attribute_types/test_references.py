"""Types whose values refer to records keep to the same rules."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.attribute_types.checking import check_value
from catalog.attribute_types.registry import attribute_type, attribute_types
from catalog.models import Attribute, AttributeOption
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
    # One more names the options that there are.
    assert len(queries) <= (2 if attribute_type(kind).has_options else 1)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_types_of_text_are_read_as_text(kind):
    with pytest.raises(ValidationError) as caught:
        check_value(attribute_with_records(kind), [{"strange": {}}])
    is_text = attribute_type(kind).is_free_text and kind != Type.URL
    assert (caught.value.messages == ["Sample is a text."]) is is_text
