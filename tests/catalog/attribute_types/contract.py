"""What every type of attribute keeps to; `keeps_contract` holds one to it."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from psycopg.sql import SQL, Literal

from catalog.attribute_types.base import AttributeType, Comparison, Facet, Input, Refers
from catalog.attribute_types.checking import rules_of
from catalog.attribute_types.texts import can_be_stored, cleaned
from catalog.models import Attribute, AttributeColumn, AttributeOption
from catalog.products.wagtail_admin.value_fields import FIELDS
from catalog.schema.queries.labels import catalog_labels
from catalog.segments.operators import operators_of
from exchange.registry import FieldType
from media_library.services.assets import ensure_asset
from tests.factories.catalog import AttributeFactory, ProductFactory
from tests.factories.media_library import DocumentFileFactory

# What people, spreadsheets and other programs write into any cell.
HOSTILE = [
    *(
        "",
        " ",
        "\u00a0",
        "\u2003\t",
        "\r\n",
        "a\r\nb",
        "a\rb",
        # Once each CR LF is LF, there is another CR LF.
        "\r\r\r\r\ufeff\r\r\n\r\ré",
        "\u00a0a\u00a0b\u00a0",
        " 12.70 ",
        "\ufeff5",
    ),
    *("9" * 40, "9" * 41, "9" * 45, "0" * 45, "1." + "3" * 40, "1." + "3" * 41, "+5", "-5", "+-5"),
    *("--5", "5.", ".5", "1e5", "1e308", "NaN", "Infinity", "1_000", "0x1f", "1.234,50", "12,70"),
    *(
        "007",
        "-0",
        "-0.00",
        "+012.70",
        "٣",
        "１２",
        "5 mm",
        "5mm",
        '5"',
        "0.50 INCH",
        "5  in",
        "5 kg",
    ),
    *("5 µm", "5 \u03bcm", "5 mw", "-40 °F", "5\u00a0mm", "5 pcs", "31 Feb", "2026-02-31"),
    *(
        "2026-02-28",
        "0000-01-01",
        "2026-2-8",
        "20260228",
        "2026-W09-6",
        "28.02.2026",
        "10000-01-01",
    ),
    *("ja", "NEIN", "Sí", "SÍ", "oui", "x", "1", "0", "true", "maybe", "Yes", "No"),
    *("red", "RED", "Red", "Rot", "Both", "Hook, 9x4", "red|blue", "red | red", "|", "a|b", "A|b"),
    *("red|green", "İ", "ẞ", "ΟΔΟΣ", "KIT-1", "kit-1", "javascript:alert(1)", "example.com/a"),
    *("https://müller.de/öl", "HTTP://EXAMPLE.com", "mailto:a@b.example", "https://a b"),
    *("<p>a</p>", "<script>x</script>", "a < b", "&lt;", "\U0001f6d1", "\u202eabc", "e\u0301"),
    *(
        "{}",
        "[]",
        "[{}]",
        "[1]",
        "[[]]",
        "null",
        '"a"',
        '[{"size": "M"}]',
        '[{"size": " M\\r\\n "}]',
        '[{"size": "M\\r\\r\\nL"}]',
    ),
    *('[{"count": 2}]', '[{"count": "2.50"}]', '[{"count": 2.50}]', '[{"count": 1e2}]'),
    *('[{"count": 1e400}]', '[{"count": 1e99999}]', '[{"count": "x"}]', '[{"fits": "ja"}]'),
    *('[{"fits": true}]', '[{"on": "2026-02-30"}]', '[{"on": "2026-02-28"}]', '[{"other": 1}]'),
    *('[{"size": "\\u0000"}]', '[{"size": "\\ud800"}]', '[{"size": NaN}]', '[{"size": [1]}]'),
    *('[{"size": null}]', '[{"size": -0}]', '[{"count": -0.0}]', "[" * 300, '[{"size": "\u00a0"}]'),
    *("'", "''; --", "\\", "%", "%s", "{value}", "{0}", "\x01", "\x7f", "\u2028", "'=1+1", "#N/A"),
]
JSON_TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
# Types whose values are not read as they are shown, and why; each of them is read as it is written.
RUN_TOGETHER = {
    "multiple_choice": "a label may have a comma, so that two answers look like a third",
    "table": "the cells of a row stand there without the names of their columns",
}
# What no database can keep.
UNSTORABLE = ["a\x00b", "\x00", "a\ud800b", "\udfff"]


def attribute_of(kind: AttributeType, **fields: Any) -> Attribute:
    """An attribute of the type, with all that its values could refer to."""
    settings = {"label": "Sample", "type": kind.code, "unit": "mm" if kind.has_units else ""}
    attribute = AttributeFactory(**{**settings, **fields})
    codes = {"red": "Red", "blue": "Blue", "hook": "Hook, 9x4", "pipe": "A|b"}
    for code, label in codes.items():
        labels = {"de": "Rot", "fr": "Both"} if code == "red" else {}
        labels = {"fr": "Both"} if code == "blue" else labels
        AttributeOption.objects.create(attribute=attribute, code=code, label=label, labels=labels)
    for code, column in [
        ("size", "text"),
        ("count", "number"),
        ("fits", "boolean"),
        ("on", "date"),
    ]:
        AttributeColumn.objects.create(attribute=attribute, code=code, label=code, type=column)
    return Attribute.objects.prefetch_related("columns", "options").get(pk=attribute.pk)


def records() -> list[str]:
    """What exists besides; texts that name it."""
    ProductFactory(sku="KIT-1")
    return ["KIT-1", str(ensure_asset(file_object=DocumentFileFactory()).pk)]


def in_database(expression: Any, texts: list[str]) -> list[Any]:
    """What SQL over the column `one` makes of each text."""
    statement = SQL(
        "SELECT {} FROM unnest({}::text[]) WITH ORDINALITY AS source_of(one, place) ORDER BY place"
    ).format(expression, Literal(texts))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def read(kind: AttributeType, attribute: Attribute, text: str) -> Any:
    """What the type reads of a text, None for nothing; only ValidationError may be raised."""
    if not can_be_stored(text):
        return None
    try:
        return kind.read(attribute, cleaned(text)) if cleaned(text) else None
    except ValidationError as error:
        if "Sample" not in " ".join(error.messages):
            raise AssertionError("the attribute is not named") from error
        return None


def _declares_what_it_is(kind: AttributeType) -> None:
    assert 0 < len(kind.code) <= 16, "a code that fits into the column"
    assert str(kind.label), "a label"
    assert kind.examples, "texts that it reads"
    assert isinstance(kind.input, Input)
    assert kind.input in FIELDS
    assert isinstance(kind.comparison, Comparison)
    assert isinstance(kind.facet, Facet)
    assert kind.refers_to is None or isinstance(kind.refers_to, Refers)
    assert FieldType(kind.field_type)
    assert operators_of(kind.segment_kind)
    fields = {field.name for field in Attribute._meta.get_fields()}
    assert set(kind.rule_fields) <= fields, "rules are fields of attributes"


def keeps_contract(kind: AttributeType, texts: list[str]) -> int:
    """Hold the type to the contract on `texts`; returns how many of them it reads."""
    _declares_what_it_is(kind)
    known = records()
    attribute = attribute_of(kind)
    texts = [*texts, *known, *kind.examples]
    texts = [text for text in dict.fromkeys(texts) if can_be_stored(text)]
    stored = [read(kind, attribute, text) for text in texts]
    _reads_alike(kind, attribute, texts, stored)
    found = [one for one in stored if one is not None]
    assert found, "something that it reads"
    if kind.refers_to != Refers.ASSET:
        assert all(read(kind, attribute, example) is not None for example in kind.examples)
    _writes_what_it_reads(kind, attribute, found)
    _exports(kind, attribute, found)
    _compares_alike(kind, attribute, found)
    _judges_alike(kind, attribute, found)
    _shows(kind, attribute, found)
    return len(found)


def _reads_alike(kind: AttributeType, attribute: Attribute, texts: list[str], stored: list) -> None:
    made = in_database(kind.read_sql(attribute, SQL("one")), texts)
    for text, python, sql in zip(texts, stored, made, strict=True):
        assert _loaded(sql) == python, (kind.code, text)


def _loaded(sql: Any) -> Any:
    return json.loads(sql) if isinstance(sql, str) else sql


def _writes_what_it_reads(kind: AttributeType, attribute: Attribute, found: list) -> None:
    documents = [json.dumps(one) for one in found]
    one = SQL("one::jsonb")
    written = in_database(kind.written_sql(attribute, one), documents)
    plain = kind.plain_of_sql(attribute, one)
    again = in_database(SQL("({})::jsonb").format(kind.json_sql(attribute, plain)), documents)
    for value, sql, back in zip(found, written, again, strict=True):
        text = kind.written(attribute, value)
        assert _read_back(kind, attribute, text) == value, (kind.code, text)
        assert _read_back(kind, attribute, sql) == value, (kind.code, sql)
        assert kind.has_columns or sql == text
        assert kind.read(attribute, value) == value, "what is stored passes as it is"
        assert _loaded(back) == value, "the plain form has all of it"


def _read_back(kind: AttributeType, attribute: Attribute, text: str) -> Any:
    """What the type reads of a text that it wrote itself."""
    return kind.read(attribute, cleaned(text))


def _exports(kind: AttributeType, attribute: Attribute, found: list) -> None:
    documents = [json.dumps(one) for one in found]
    one = SQL("one::jsonb")
    assert all(in_database(kind.exported_sql(attribute, one), documents)), "a text for each value"
    others = list(kind.value_fields(attribute))
    assert len({other.code for other in others}) == len(others)
    for other in others:
        assert re.fullmatch("[a-z_]+", other.code)
        assert other.label % {"attribute": "Sample"}
        assert FieldType(other.field_type)
        texts = in_database(other.sql(one), documents)
        assert all(isinstance(text, str) for text in texts), other.code
        assert in_database(other.sql(SQL("NULL::jsonb")), ["x"]) == [None]


def _compares_alike(kind: AttributeType, attribute: Attribute, found: list) -> None:
    documents = [json.dumps(one) for one in found]
    one = SQL("one::jsonb")
    standard = in_database(kind.standard_sql(attribute, one), documents)
    label = catalog_labels().attributes[attribute.code]
    assert standard == [kind.standard(label, value) for value in found], kind.code
    for value in found:
        same = in_database(kind.is_same_sql(attribute, one, value), documents)
        assert same[found.index(value)] is True
    key = SQL("catalog_unique_key({}, {}, {})").format(
        Literal(kind.code), one, Literal(attribute.unit)
    )
    keys = in_database(key, documents)
    assert keys == [kind.unique_key(attribute, value) for value in found], kind.code
    if kind.can_be_unique or kind.can_be_axis:
        alike = dict(zip(standard, keys, strict=True))
        assert all(keys), "a key for each value"
        assert [alike[one] for one in standard] == keys, "what is the same has one key"


def _judges_alike(kind: AttributeType, attribute: Attribute, found: list) -> None:
    # A pattern takes a query each.
    found = found[:: len(found) // 30 + 1]
    rules = rules_of(attribute)
    ruled = attribute_with_rules(attribute)
    for rule in rules + rules_of(ruled):
        plain = kind.plain_of_sql(ruled, SQL("one::jsonb"))
        broken = rule.broken_sql(kind.reading_sql(ruled, rule.reads, plain))
        sql = in_database(broken, [json.dumps(one) for one in found])
        python = [rule.is_broken(kind.reading(ruled, rule.reads, value)) for value in found]
        assert [bool(one) for one in sql] == python, (kind.code, rule.code)


def attribute_with_rules(attribute: Attribute) -> Attribute:
    """The attribute with a rule of every kind."""
    ruled = Attribute.objects.prefetch_related("columns").get(pk=attribute.pk)
    for name, limit in {
        "minimum": 3,
        "maximum": 100,
        "decimal_places": 1,
        "min_length": 2,
        "max_length": 8,
        "pattern": "[a-z0-9]+",
        "earliest": "2026-01-01",
        "latest": "today",
        "min_items": 2,
        "max_items": 3,
    }.items():
        setattr(ruled, name, limit)
    return ruled


def _shows(kind: AttributeType, attribute: Attribute, found: list) -> None:
    for language in ("en", "de"):
        with translation.override(language):
            label = catalog_labels().attributes[attribute.code]
            for value in found:
                shown = kind.shown(label, value)
                assert isinstance(shown, str)
                if kind.code not in RUN_TOGETHER:
                    assert kind.read(attribute, cleaned(shown)) == value, (kind.code, shown)
    label = catalog_labels().attributes[attribute.code]
    for value in found:
        answers = kind.facet_values(label, value)
        assert all(isinstance(one, str) and one for one in answers)
        assert all(kind.facet_label(label, one) for one in answers)
        assert all(isinstance(word, str) for word in kind.words(label, value))
        amount = kind.amount(label, value)
        assert (amount is not None) == (kind.facet == Facet.RANGE), "ranges are of amounts"
    # Whatever an import of before has left there.
    for odd in ("x", 1, 1.5, True, [], [1], ["x"], {"odd": ["x"]}, [{"size": 1}], {"amount": "x"}):
        assert isinstance(kind.shown(label, odd), str)
        assert isinstance(kind.written(attribute, odd), str)
        assert kind.facet_values(label, odd) is not None
        assert list(kind.words(label, odd)) is not None
    shape = JSON_TYPES[kind.json_schema(attribute)["type"]]
    assert all(isinstance(value, shape) for value in found), "the schema tells what is stored"
    assert kind.is_stored_as_text == (shape is str), "strings are texts"
    assert kind.is_document == (shape in (dict, list)), "objects and lists are documents"
    if kind.is_document:
        assert kind.unreadable(attribute) != AttributeType().unreadable(attribute), "no text"
