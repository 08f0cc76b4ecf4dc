"""Formulas leave as texts in files that people open, unless a feed is for a program."""

import csv
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from catalog.attribute_types.checking import check_value
from catalog.models import Attribute, AttributeOption, Product
from console.spreadsheets import harmless
from exchange.registry import FieldContext, fields
from feeds.models import Feed
from feeds.selectors import preview_feed
from tests.factories.catalog import AttributeFactory, CategoryFactory, ProductFactory
from tests.factories.feeds import FeedFactory
from tests.feeds.test_admin import form_data
from tests.feeds.test_written_bytes import write

pytestmark = pytest.mark.django_db

NAMES = [
    "=1+1",
    "-6AN",
    "+H7",
    "@4",
    "-5",
    "'77",
    "'=A1",
    "\tx",
    "two\n=lines",
    'a "q", b',
    "plain",
]
COLUMNS = [("=SKU", "sku"), ("Name", "name"), ("Text", "description")]


@pytest.fixture(autouse=True)
def products():
    for number, name in enumerate(NAMES):
        ProductFactory(sku=f"P{number}", name=name, description="", live=True)


def rows(feed):
    return list(csv.reader(io.StringIO(write(feed).decode(), newline="")))


def test_a_csv_file_holds_no_formula():
    header, *written = rows(FeedFactory(columns=COLUMNS))
    assert header == ["'=SKU", "Name", "Text"]
    assert written == [[f"P{at}", harmless(name), ""] for at, name in enumerate(NAMES)]


def test_a_code_that_a_transform_makes_a_formula_is_a_text_as_well():
    steps = [{"type": "prefix", "value": {"text": "=1+"}}]
    feed = FeedFactory(columns=[("Bare", "status"), ("Made", "status", steps)])
    assert rows(feed)[1] == ["active", "'=1+active"]


def test_what_is_not_looked_through_cannot_begin_like_a_formula():
    """The doors refuse it: of these fields every writer asks the checks of a record."""
    passed = [field for field in fields(FieldContext()).values() if not field.may_hold_formulas]
    assert {"status", "family", "category"} <= {field.code for field in passed}
    product = ProductFactory()
    for record in (product, product.family, CategoryFactory()):
        for name in ("status", "code"):
            if not hasattr(record, name):
                continue
            for text in ("=1+1", "+H7", "@4", "-6AN"):
                setattr(record, name, text)
                with pytest.raises(ValidationError) as refused:
                    record.clean_fields()
                assert name in refused.value.message_dict
    for kind in (Attribute.Type.NUMBER, Attribute.Type.BOOLEAN, Attribute.Type.DATE):
        for text in ("=1+1", "+H7", "@4", "-6AN"):
            with pytest.raises(ValidationError):
                check_value(AttributeFactory(type=kind), text)


def test_options_are_looked_through_as_their_codes_and_labels_are_free():
    attribute = AttributeFactory(code="end", type=Attribute.Type.CHOICE)
    AttributeOption.objects.create(attribute=attribute, code="-6AN", label="=1+1")
    Product.objects.filter(sku="P0").update(values={"end": check_value(attribute, "-6AN")})
    feed = FeedFactory(columns=[("Code", "values.end"), ("Label", "values.end.label")])
    assert rows(feed)[1] == ["'-6AN", "'=1+1"]


def test_the_switch_of_a_feed_leaves_every_text_as_it_is():
    feed = FeedFactory(columns=COLUMNS, is_safe_to_open=False)
    header, *written = rows(feed)
    assert header == ["=SKU", "Name", "Text"]
    assert [row[1] for row in written] == NAMES


def test_json_lines_are_read_by_programs():
    feed = FeedFactory(columns=COLUMNS, format=Feed.Format.JSON_LINES)
    assert [json.loads(line)["Name"] for line in write(feed).splitlines()] == NAMES


def test_the_preview_shows_what_the_file_will_hold():
    preview = preview_feed(FeedFactory(columns=COLUMNS), limit=3)
    assert preview.headers == ["'=SKU", "Name", "Text"]
    assert [row[1] for row in preview.rows] == ["'=1+1", "'-6AN", "'+H7"]


@pytest.mark.parametrize("chosen", [{"is_safe_to_open": "on"}, {}])
def test_the_switch_stands_in_the_form(client, sign_in, chosen):
    sign_in("all")
    assert 'name="is_safe_to_open"' in client.get(reverse("feeds_feed:add")).content.decode()
    client.post(reverse("feeds_feed:add"), form_data({"header": "SKU", "source": "sku"}) | chosen)
    assert Feed.objects.get().is_safe_to_open == bool(chosen)
