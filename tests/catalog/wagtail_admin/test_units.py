"""Editors own the units: one that they add is read and converted at once, and keeps its meaning."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pint import UnitRegistry

from catalog.attribute_types.unit_families import Unit as KnownUnit
from catalog.attribute_types.unit_families import UnitFamily as KnownFamily
from catalog.attribute_types.unit_families import Units, find_unit, known_units
from catalog.attribute_types.units import conversions, factors, standard_amount, unit_conversions
from catalog.models import Attribute, FamilyAttribute, Product, Unit, UnitFamily
from catalog.schema.queries.units import families_in_words
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.export import export_schema
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.schema_file import apply_schema_file, try_schema_file
from catalog.segments.compilation import segment_products
from tests.catalog.admin_forms import posted
from tests.catalog.wagtail_admin.test_product_form import save
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db

STAYS = "meaning of their values would change"


@pytest.fixture(autouse=True)
def editor(client, settings):
    # What a person changed is seen by the next request, not a while later.
    settings.CATALOG_UNITS_SECONDS = 0
    client.force_login(UserFactory(is_superuser=True))


def add(client, model: type, **written) -> None:
    url = reverse(f"catalog_{model._meta.model_name}:add")
    response = client.post(url, posted(client.get(url), **written))
    assert response.status_code == 302, response.context["form"].errors


def write(client, unit: Unit, **written):
    url = reverse("catalog_unit:edit", args=[unit.pk])
    return client.post(url, posted(client.get(url), **written))


def errors(response) -> str:
    return str(response.context["form"].errors)


def factors_of_the_database(standard: str) -> dict | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_unit_factors(%s)", [standard])
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def measured(code: str, standard: str, **values) -> Product:
    """A product with an attribute that is measured in the unit."""
    attribute = AttributeFactory(code=code, type=Attribute.Type.MEASURE, unit=standard)
    product = ProductFactory(values={code: values} if values else {})
    FamilyAttribute.objects.create(family=product.family, attribute=attribute)
    return product


def test_a_family_and_units_that_an_editor_adds_are_everywhere_at_once(client):
    add(client, UnitFamily, label="Count", labels_de="Anzahl")
    family = UnitFamily.objects.get(code="count")
    add(client, Unit, code="pcs", label="piece", family=str(family.pk), standard_code="H87")
    add(
        client,
        Unit,
        code="dz",
        label="dozen",
        labels_de="Dutzend",
        family=str(family.pk),
        factor="12",
        spellings="doz, dozens",
        standard_code="DZN",
    )
    attribute_form = client.get(reverse("catalog_attribute:add")).content.decode()
    assert '<option value="dz">Count</option>' in attribute_form
    with translation.override("de"):
        assert ("Anzahl", ["dz", "pcs"]) in [
            (label, sorted(symbols)) for label, symbols in families_in_words()
        ]
    assert find_unit("Dutzend") == find_unit("DOZENS") == "dz"
    product = measured("contents", "pcs")
    save(client, product, **{"values__contents_amount": "2.50", "values__contents_unit": "dz"})
    product.refresh_from_db()
    assert product.values == {"contents": {"amount": "2.50", "unit": "dz"}}
    assert standard_amount("pcs", product.values["contents"]) == 30
    asked = {"field": "values.contents", "operator": "gte", "value": "30"}
    assert set(segment_products({"match": "all", "conditions": [asked]})) == {product}
    assert factors_of_the_database("pcs") == factors("pcs")
    assert factors_of_the_database("pcs")["dz"][:2] == ["12", "0"]


def test_a_unit_by_which_attributes_are_measured_keeps_its_meaning(client):
    measured("bore", "mm")
    inch = Unit.objects.get(code="in")
    assert STAYS in errors(write(client, inch, factor="25"))
    assert (
        write(client, inch, labels_de="Zoll (Inch)", spellings="inches, zolls").status_code == 302
    )
    assert find_unit("zolls") == "in"
    with pytest.raises(IntegrityError, match="measured"), transaction.atomic():
        Unit.objects.filter(code="in").update(factor="25")
    with pytest.raises(IntegrityError, match="measured"), transaction.atomic():
        Unit.objects.filter(code="mm").delete()
    assert factors_of_the_database("mm")["in"][:1] == ["127"]
    FamilyAttribute.objects.all().delete()
    Attribute.objects.all().delete()
    assert write(client, inch, factor="25").status_code == 302
    assert standard_amount("mm", {"amount": "2", "unit": "in"}) == 50
    assert factors_of_the_database("mm") == factors("mm")


@pytest.mark.django_db(transaction=True)
def test_an_attribute_that_begins_to_be_measured_in_a_unit_is_waited_for(client):
    inch = Unit.objects.get(code="in")
    url = reverse("catalog_unit:edit", args=[inch.pk])
    data = posted(client.get(url), factor="25")
    with threads() as begin, transaction.atomic():
        AttributeFactory(code="bore", type=Attribute.Type.MEASURE, unit="mm")
        saving = begin(lambda: client.post(url, data))
        wait_until_one_waits()
    assert STAYS in errors(saving.result())
    assert Unit.objects.get(code="in").factor == "25.4"


def test_a_unit_that_values_have_is_neither_deleted_nor_renamed(client):
    product = measured("bore", "mm", amount="0.5", unit="in")
    inch, yard = Unit.objects.get(code="in"), Unit.objects.get(code="yd")
    delete = "catalog_unit:delete"
    page = client.get(reverse(delete, args=[inch.pk])).content.decode()
    assert "This cannot be deleted while other records refer to it." in page
    client.post(reverse(delete, args=[inch.pk]))
    assert Unit.objects.filter(code="in").exists()
    assert "it is used by 1 product" in errors(write(client, inch, code="inch"))
    client.post(reverse(delete, args=[yard.pk]))
    assert not Unit.objects.filter(code="yd").exists()
    assert "yd" not in factors_of_the_database("mm")
    client.post(reverse("catalog_unitfamily:delete", args=[inch.family_id]))
    assert UnitFamily.objects.filter(code="length").exists()
    product.refresh_from_db()
    assert product.values["bore"] == {"amount": "0.5", "unit": "in"}


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"factor": "0"}, "greater than 0"),
        ({"factor": "1e3"}, "greater than 0"),
        ({"factor": "1/0"}, "greater than 0"),
        ({"factor": "-2"}, "greater than 0"),
        ({"shift": "x"}, "-160/9"),
        ({"code": "12"}, "cannot be a number"),
        ({"code": "in"}, "“in” already means the unit in."),
        ({"spellings": "inches"}, "“inches” already means the unit in."),
        ({"label": "foot"}, "“foot” already means the unit ft."),
    ],
)
def test_what_no_value_could_be_read_or_converted_by_is_refused(client, written, words):
    length = UnitFamily.objects.get(code="length")
    given = {"code": "hand", "label": "hand", "family": str(length.pk), "factor": "101.6"}
    url = reverse("catalog_unit:add")
    assert words in errors(client.post(url, posted(client.get(url), **{**given, **written})))


def test_the_database_refuses_a_factor_that_is_no_exact_number():
    for factor in ("0", "1e3", "", "1/0"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.create(code="x", family=UnitFamily.objects.first(), factor=factor)


def test_the_file_of_the_model_brings_a_unit_and_what_is_measured_in_it():
    text = export_schema().replace(
        "unit_families:\n",
        "unit_families:\n- code: count\n  label: Count\n",
        1,
    )
    text = text.replace("\nunits:\n", "\nunits:\n- code: pcs\n  label: piece\n  family: count\n", 1)
    text = text.replace("attribute_groups: []\n", "attribute_groups:\n- code: g\n  label: G\n")
    text = text.replace(
        "attributes: []\n",
        "attributes:\n- code: contents\n  label: Contents\n  type: measure\n  group: g\n"
        "  unit: pcs\n",
    )
    document = read_schema_file(text.encode())
    try_schema_file(document=document)
    assert find_unit("pcs") is None
    apply_schema_file(document=document, user=None)
    assert Attribute.objects.get(code="contents").unit == find_unit("piece") == "pcs"
    again = read_schema_file(export_schema().encode())
    assert apply_schema_file(document=again, user=None) == []


def test_the_file_of_the_model_does_not_change_what_a_unit_means():
    measured("bore", "mm")
    before, _code, after = export_schema().partition("- code: in\n")
    text = f"{before}- code: in\n{after.replace('25.4', '25.5', 1)}"
    with pytest.raises(SchemaFileError, match=STAYS):
        apply_schema_file(document=read_schema_file(text.encode()), user=None)
    assert standard_amount("mm", {"amount": "1", "unit": "in"}) == Decimal("25.4")


def test_the_file_of_the_model_gives_no_two_units_of_a_family_one_spelling():
    text = export_schema().replace(
        "\nunits:\n",
        "\nunits:\n- code: line\n  label: line\n  family: length\n  spellings: [inches]\n",
        1,
    )
    with pytest.raises(SchemaFileError, match="“inches” already means the unit in"):
        apply_schema_file(document=read_schema_file(text.encode()), user=None)


# What each unit of a new installation is to pint; the others are written as pint writes them.
PINT = {
    "µm": "micrometer",
    "fl oz": "fluid_ounce",
    "pt": "pint",
    "qt": "quart",
    "gal": "gallon",
    "lbf": "force_pound",
    "Nm": "newton * meter",
    "lb-ft": "force_pound * foot",
    "lb-in": "force_pound * inch",
    "kgf·m": "force_kilogram * meter",
    "PS": "metric_horsepower",
    "hp": "horsepower",
    "oz": "ounce",
    "lb": "pound",
    "t": "metric_ton",
    "l": "liter",
    "ml": "milliliter",
    "Ω": "ohm",
    "mΩ": "milliohm",
    "kΩ": "kiloohm",
    "MΩ": "megaohm",
    "rpm": "turn / minute",
    "rps": "turn / second",
    "mph": "mile / hour",
    "l/min": "liter / minute",
    "l/h": "liter / hour",
    "gal/min": "gallon / minute",
    "°C": "degree_Celsius",
    "°F": "degree_Fahrenheit",
    "K": "kelvin",
    "°": "degree",
    "%": "percent",
    "‰": "permille",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "in": "inch",
}


def test_the_units_of_a_new_installation_convert_as_pint_does():
    registry = UnitRegistry(non_int_type=Fraction)

    def name(symbol: str) -> str:
        return PINT.get(symbol, symbol.replace("²", " ** 2").replace("³", " ** 3"))

    for family in known_units().families:
        for target in family.symbols:
            for source, found in conversions(target).items():
                if source:
                    zero, one = (
                        Fraction(registry.Quantity(Fraction(n), name(source)).to(name(target)).m)
                        for n in (0, 1)
                    )
                    assert Fraction(found.addend, found.denominator) == zero, (source, target)
                    assert Fraction(found.numerator, found.denominator) == one - zero, source


NUMBERS = st.one_of(
    st.decimals(min_value="0.000001", max_value=10**9, places=6).map(lambda one: f"{one:f}"),
    st.tuples(st.integers(1, 10**15), st.integers(1, 10**15)).map(lambda one: f"{one[0]}/{one[1]}"),
)
SHIFTS = st.one_of(st.just("0"), NUMBERS, NUMBERS.map(lambda one: f"-{one}"))


@settings(max_examples=25)
@given(rows=st.lists(st.tuples(NUMBERS, SHIFTS), min_size=1, max_size=3))
def test_the_database_makes_the_factors_that_python_makes(rows):
    Unit.objects.filter(family__code="own").delete()
    family, _made = UnitFamily.objects.get_or_create(code="own", defaults={"label": "Own"})
    Unit.objects.bulk_create(
        Unit(code=f"u{n}", label=f"u{n}", family=family, factor=factor, shift=shift)
        for n, (factor, shift) in enumerate(rows)
    )
    units = tuple(
        KnownUnit(f"u{n}", Fraction(factor), Fraction(shift))
        for n, (factor, shift) in enumerate(rows)
    )
    known = Units([KnownFamily("own", "Own", units)])
    for unit in units:
        stored = factors_of_the_database(unit.symbol)
        for symbol, conversion in unit_conversions(known, unit.symbol).items():
            numerator, addend, denominator = stored[symbol]
            assert (int(numerator), int(addend)) == (conversion.numerator, conversion.addend)
            assert denominator == f"{conversion.denominator}.{'0' * 40}"
