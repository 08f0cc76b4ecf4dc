"""The past of a product: acts, versions, and where each value comes from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.services import acting_as
from catalog.models import Attribute, Interchange, Product
from catalog.revisions.queries.history.origins import value_history
from catalog.revisions.queries.history.paths import flattened, read, written
from catalog.revisions.queries.history.timeline import product_timeline
from catalog.revisions.queries.history.versions import load_version
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db


def change(product: Product, *, source: str = "form", user=None, **fields) -> None:
    with acting_as(user_id=user and user.pk, source=source):
        for name, value in fields.items():
            setattr(product, name, value)
        product.save()


def spread(product: Product) -> None:
    """Put an hour between the acts, which a test does in a moment."""
    rows = list(product.history.order_by("-history_id"))
    for hours, row in enumerate(rows):
        row.history_date = timezone.now() - timedelta(hours=hours)
        row.save()


def test_a_value_names_the_write_that_gave_it():
    editor, importer = UserFactory(), UserFactory()
    product = ProductFactory(name="Pad")
    change(product, user=importer, source="import:12", values={"width": "1", "height": "1"})
    change(product, user=editor, values={"width": "2", "height": "1"})
    spread(product)
    width = value_history(product.pk, "values.width")[0]
    assert (width.value, width.before) == ("2", "1")
    assert (width.user_id, width.source.label) == (editor.pk, "Manually")
    height = value_history(product.pk, "values.height")[0]
    assert (height.user_id, height.source.label) == (importer.pk, "Import 12")
    assert (height.source.key, height.source.url_name) == ("12", "imports_importrun:inspect")
    assert value_history(product.pk, "name")[0].is_known


def test_a_language_has_an_origin_of_its_own():
    AttributeFactory(code="title", is_localizable=True)
    product = ProductFactory(values={"title": {"en": "Pad", "de": "Belag"}})
    change(product, source="bulk edit:3", values={"title": {"en": "Pad", "de": "Bremsbelag"}})
    spread(product)
    assert value_history(product.pk, "values.title.de")[0].source.label == "Bulk edit 3"
    assert value_history(product.pk, "values.title.en")[0].source.label == "Manually"


def test_a_value_that_was_taken_away_and_given_again_is_the_later_persons():
    product = ProductFactory(values={"width": "1"})
    change(product, values={})
    change(product, source="import:9", values={"width": "1"})
    spread(product)
    origins = value_history(product.pk, "values.width")
    assert origins[0].source.label == "Import 9"
    assert [one.value for one in origins] == ["1", None, "1"]


def test_what_happened_before_the_history_begins_is_said_to_be_unknown():
    product = ProductFactory(name="Pad")
    change(product, name="Pads")
    product.history.earliest("history_id").delete()
    assert not value_history(product.pk, "name")[0].is_known


def test_rows_of_one_act_are_one_change_and_acts_of_different_sources_are_two():
    product = ProductFactory()
    with acting_as(user_id=None, source="import:1"):
        FitmentFactory(product=product)
        PriceFactory(product=product, price_list=PriceListFactory())
    newest, oldest = product_timeline(product.pk)
    assert {row.part for row in newest.rows} == {"fitments", "prices"}
    assert (newest.kind, oldest.kind) == ("~", "+")


def test_a_version_holds_the_product_and_its_parts_as_they_were():
    product = ProductFactory(name="Old", values={"width": "1"})
    fitment = FitmentFactory(product=product)
    gone = PriceFactory(product=product, price_list=PriceListFactory())
    key = gone.pk
    then = product_timeline(product.pk)[0].version
    change(product, name="New", values={})
    fitment.note = "changed"
    fitment.save()
    gone.delete()
    content = load_version(product, then).content
    assert (content["name"], content["values"]) == ("Old", {"width": "1"})
    assert [row["note"] for row in content["fitments"]] == [""]
    assert [row["pk"] for row in content["prices"]] == [key]
    assert load_version(product, "live").content["name"] == "New"


@pytest.mark.parametrize(
    "name", ["", "at-", "at-99999999999999999999", "at-0", "r", "r0", "rx", "draft", "x" * 500]
)
def test_a_version_that_is_not_there_is_none(name):
    assert load_version(ProductFactory(), name) is None


def test_the_queries_do_not_grow_with_the_history(django_assert_num_queries):
    product = ProductFactory()
    for number in range(5):
        change(product, name=f"Name {number}")
    with django_assert_num_queries(2):
        value_history(product.pk, "name")


def test_values_are_read_and_written_by_path():
    content = {"name": "Pad", "values": {"title": {"de": "Belag"}, "size": {"amount": "1"}}}
    assert flattened(content, {"title"}) == {
        "name": "Pad",
        "values.title.de": "Belag",
        "values.size": {"amount": "1"},
    }
    assert read(content, "values.title.de") == "Belag"
    assert read(content, "values.title.de.x") is None
    changed = written(content, "values.title.de", None)
    assert changed["values"] == {"size": {"amount": "1"}}
    assert written({"values": {}}, "values.title.de@web", "x") == {
        "values": {},
        "channel_values": {"web": {"title": {"de": "x"}}},
    }
    assert content["values"]["title"] == {"de": "Belag"}, "the given content is not touched"


def test_attribute_types_do_not_matter_to_the_origin_of_a_measure():
    AttributeFactory(code="width", type=Attribute.Type.MEASURE)
    product = ProductFactory(values={"width": {"amount": "1", "unit": "mm"}})
    change(product, source="rule:r1", values={"width": {"amount": "1", "unit": "in"}})
    origin = value_history(product.pk, "values.width")[0]
    assert origin.before == {"amount": "1", "unit": "mm"}
    assert origin.source.label == "Rule r1"


def test_rows_that_are_older_than_the_history_stand_in_its_versions():
    """What was copied into the table has none; a version without it would take it away."""
    product = ProductFactory(live=True)
    copied, changed = (
        Interchange.objects.create(product=product, brand_name="ACME", number=number)
        for number in ("QX-1", "QX-2")
    )
    Interchange.history.all().delete()
    version = product_timeline(product.pk)[0].version
    changed.brand_name = "Apex"
    changed.save()
    added = Interchange.objects.create(product=product, brand_name="ACME", number="QX-3")
    rows = load_version(product, version).content["interchanges"]
    assert {row["pk"] for row in rows} == {copied.pk, changed.pk}
    assert added.pk in {
        row["pk"]
        for row in load_version(product, product_timeline(product.pk)[0].version).content[
            "interchanges"
        ]
    }
    live = load_version(product, "live").content["interchanges"]
    [of_live] = [row for row in live if row["pk"] == copied.pk]
    [of_version] = [row for row in rows if row["pk"] == copied.pk]
    assert of_version == of_live
