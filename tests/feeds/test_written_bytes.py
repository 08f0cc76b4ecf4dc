"""What stands in the file of a feed, byte for byte."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Attribute, Product
from feeds.exceptions import FeedError
from feeds.files import stored_path
from feeds.models import Feed, FeedColumn, FeedRun
from feeds.selectors import preview_feed
from feeds.services import write_feed
from jobs.progress import JobProgress
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db

HOSTILE = "x\"; DROP TABLE catalog_product; --'\\ %s {0}"


def write(feed: Feed) -> bytes:
    run = write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())
    content = stored_path(run.file).read_bytes()
    assert run.sha256 == hashlib.sha256(content).hexdigest()
    assert run.size == len(content)
    return content


def json_feed(*columns) -> Feed:
    return FeedFactory(format=Feed.Format.JSON_LINES, columns=columns)


def test_a_csv_file_has_a_header_and_a_line_for_each_published_product():
    ProductFactory(sku="A-1", name='Pad, "front"', gtin="", description="two\nlines", live=True)
    ProductFactory(sku="Ü-2", name="Bremsbelag – vorn", gtin="12345678", live=True)
    ProductFactory(sku="DRAFT", live=False)
    feed = FeedFactory(
        columns=[
            ("SKU", "sku"),
            ("Name, full", "name"),
            ("GTIN", "gtin"),
            ("Text", "description"),
        ]
    )
    assert write(feed).decode() == (
        'SKU,"Name, full",GTIN,Text\n'
        'A-1,"Pad, ""front""",,"two\nlines"\n'
        "Ü-2,Bremsbelag – vorn,12345678,\n"
    )


def test_json_lines_are_typed_exact_and_escaped_by_json_alone():
    AttributeFactory(code="length", type=Attribute.Type.NUMBER)
    AttributeFactory(code="coated", type=Attribute.Type.BOOLEAN)
    AttributeFactory(code="marks", type=Attribute.Type.MULTIPLE_CHOICE)
    ProductFactory(
        sku="A-1",
        name='back\\slash "q"\ttab\nline \x01\x02 ü',
        values={"length": "12.70", "coated": False, "marks": ["ce", "ul"]},
        live=True,
    )
    ProductFactory(sku="A-2", name="plain", live=True)
    feed = json_feed(
        ("sku", "sku"),
        ("Name", "name"),
        ("length", "values.length"),
        ("coated", "values.coated"),
        ("marks", "values.marks"),
    )
    lines = write(feed).decode().splitlines()
    assert lines[0] == (
        r'{"sku":"A-1","Name":"back\\slash \"q\"\ttab\nline \u0001\u0002 ü",'
        r'"length":12.70,"coated":false,"marks":["ce", "ul"]}'
    )
    assert json.loads(lines[1]) == {
        "sku": "A-2",
        "Name": "plain",
        "length": None,
        "coated": None,
        "marks": None,
    }
    assert len(lines) == 2


def test_a_text_among_numbers_is_written_as_text_and_spoils_nothing():
    AttributeFactory(code="length", type=Attribute.Type.NUMBER)
    AttributeFactory(code="coated", type=Attribute.Type.BOOLEAN)
    values = [
        {"length": "12.70", "coated": True},
        {"length": "about 3", "coated": "perhaps"},
        {"length": "1e400000"},
    ]
    for each in values:
        ProductFactory(values=each, live=True)
    lines = write(json_feed(("length", "values.length"), ("coated", "values.coated")))
    assert lines.decode().splitlines() == [
        '{"length":12.70,"coated":true}',
        '{"length":"about 3","coated":"perhaps"}',
        '{"length":"1e400000","coated":null}',
    ]


def test_transforms_change_values_in_their_order():
    AttributeFactory(code="length", type=Attribute.Type.NUMBER)
    ProductFactory(sku=" a-1", values={"length": "12.7"}, live=True)
    ProductFactory(sku="b-2", live=True)
    to_two = {"type": "number", "value": {"decimals": 2}}
    columns = [
        ("sku", "sku", [{"type": "trim"}, {"type": "upper"}]),
        ("mm", "values.length", [to_two, {"type": "default", "value": {"text": "n/a"}}]),
        ("text", "values.length", [to_two, {"type": "suffix", "value": {"text": " mm"}}]),
    ]
    assert write(FeedFactory(columns=columns)) == (b"sku,mm,text\nA-1,12.70,12.70 mm\nB-2,n/a,\n")
    assert write(json_feed(*columns)).decode().splitlines() == [
        '{"sku":"A-1","mm":12.70,"text":"12.70 mm"}',
        '{"sku":"B-2","mm":"n/a","text":null}',
    ]


def test_a_constant_column_is_the_same_in_every_row():
    ProductFactory(live=True)
    feed = FeedFactory(columns=[("sku", "sku"), ("currency", "")])
    feed.columns.filter(header="currency").update(constant="US'D")
    assert write(feed).endswith(b",US'D\n")


@pytest.mark.parametrize("file_format", Feed.Format.values)
def test_hostile_headers_constants_and_transforms_stay_data(file_format):
    product = ProductFactory(live=True)
    chain = [
        {"type": "suffix", "value": {"text": HOSTILE}},
        {"type": "replace", "value": {"search": HOSTILE, "replacement": HOSTILE}},
        {"type": "map", "value": {"pairs": [{"value": HOSTILE, "becomes": HOSTILE}]}},
    ]
    feed = FeedFactory(format=file_format, columns=[(HOSTILE, "sku", chain), ("constant", "")])
    feed.columns.filter(header="constant").update(constant=HOSTILE)
    content = write(feed).decode()
    if file_format == Feed.Format.CSV:
        quoted = HOSTILE.replace('"', '""')
        assert content == f'"{quoted}",constant\n"{product.sku}{quoted}","{quoted}"\n'
    else:
        assert json.loads(content) == {HOSTILE: product.sku + HOSTILE, "constant": HOSTILE}
    assert preview_feed(feed).rows == [(product.sku + HOSTILE, HOSTILE)]
    assert Product.objects.count() == 1


def test_a_feed_without_products_is_a_header_alone():
    assert write(FeedFactory()) == b"SKU\n"
    assert write(json_feed(("sku", "sku"))) == b""


@pytest.mark.parametrize("file_format", Feed.Format.values)
def test_one_statement_writes_the_rows_however_many_there_are(file_format):
    def statements() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            write(feed)
        return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]

    feed = FeedFactory(format=file_format, columns=[("SKU", "sku"), ("Brand", "brand")])
    ProductFactory(live=True)
    write(feed)  # now the folder holds a file, as it does for every later run
    with_one = statements()
    ProductFactory.create_batch(5, live=True)
    write(feed)  # their families are new, so what is kept of the schema is read again
    assert len(statements()) == len(with_one)
    assert len([sql for sql in with_one if sql.startswith("COPY")]) == 1


def test_an_attribute_that_was_deleted_is_named_with_its_column():
    attribute = AttributeFactory(code="length")
    feed = FeedFactory(columns=[("SKU", "sku"), ("Length (mm)", "values.length")])
    attribute.delete()
    with pytest.raises(FeedError) as refused:
        write(feed)
    assert str(refused.value) == (
        "Column “Length (mm)”: the field “values.length” does not exist or was deleted. Choose "
        "another field, or remove the column."
    )


def test_a_wrong_transform_is_named_with_its_column_and_step():
    feed = FeedFactory(columns=[("SKU", "sku", [{"type": "truncate", "value": {"length": 0}}])])
    with pytest.raises(FeedError, match="Column “SKU”: Step 1 \\(Truncate\\): “Characters”"):
        write(feed)


def test_a_feed_without_columns_says_so():
    feed = FeedFactory()
    FeedColumn.objects.all().delete()
    with pytest.raises(FeedError, match="This feed has no columns"):
        write(feed)
