"""Editors own the kinds: one that they add is everywhere at once, and stays while it is used."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from catalog.models import (
    AssetRole,
    Package,
    PackageLevel,
    ProductAsset,
    ProductRelation,
    RelationKind,
)
from catalog.products.queries.pictures import first_pictures
from catalog.products.queries.supersession import cycle_through
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.export import export_schema
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.schema_file import apply_schema_file
from catalog.segments.compilation import segment_products
from catalog.segments.models import Segment
from catalog.storefront.queries.product_page import product_page_context
from exchange.registry import FieldContext, fields, join_clauses
from feeds.models import FeedColumn
from media_library.services.assets import ensure_asset
from tests.catalog.admin_forms import posted
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, ProductFactory
from tests.factories.feeds import FeedFactory
from tests.factories.media_library import DocumentFileFactory, ImageFileFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def add(client, model: type, **written) -> None:
    """Add a kind in its form, as an editor would."""
    url = reverse(f"catalog_{model._meta.model_name}:add")
    response = client.post(url, posted(client.get(url), **written))
    assert response.status_code == 302, response.context["form"].errors


def write(client, model: type, record, **written):
    """Change a kind in its form."""
    url = reverse(f"catalog_{model._meta.model_name}:edit", args=[record.pk])
    return client.post(url, posted(client.get(url), **written))


def save(client, product, **rows):
    """Publish the product with more in its form."""
    url = reverse("catalog_product:edit", args=[product.pk])
    response = client.post(url, posted(client.get(url), action__publish="1", **rows))
    assert response.status_code == 302, response.context["form"].errors


def row(relation: str, **columns) -> dict:
    """The inputs of a first row of a part."""
    prefix = f"{relation}__0__"
    total = {f"{relation}__TOTAL_FORMS": "1"}
    return total | {f"{prefix}{name}": value for name, value in {"id": "", **columns}.items()}


def feed_value(code: str, product) -> str | None:
    """What a feed writes of the product."""
    field = fields(FieldContext())[code]
    text = "SELECT {} FROM catalog_product product {} WHERE product.id = %s"
    with connection.cursor() as cursor:
        statement = text.replace("{}", field.expression.as_string(cursor.cursor), 1).replace(
            "{}", join_clauses([field]).as_string(cursor.cursor), 1
        )
        cursor.execute(statement, [product.pk])
        return cursor.fetchone()[0]


def found(**condition) -> set[str]:
    """The SKUs of the products that a filter finds."""
    chosen = segment_products({"match": "all", "conditions": [condition]})
    return set(chosen.values_list("sku", flat=True))


def test_a_level_that_an_editor_adds_is_on_form_page_feed_and_segment_at_once(client):
    add(client, PackageLevel, label="Dozen box", labels_de="Dutzend", standard_code="DZ")
    level = PackageLevel.objects.get(code="dozen_box")
    assert level.labels == {"de": "Dutzend"}
    product = ProductFactory(sku="boxed")
    save(client, product, **row("packages", level="dozen_box", quantity="12"))
    assert product.packages.get().level == "dozen_box"
    with translation.override("de"):
        assert [one.level for one in product_page_context(product)["packages"]] == ["Dutzend"]
    assert feed_value("packages.dozen_box.quantity", product) == "12"
    assert feed_value("packages.EA.quantity", product) is None
    asked = {"field": "packages", "operator": "gte", "value": 1}
    assert found(**asked, level="dozen_box") == {"boxed"}
    assert found(**asked, level="EA") == set()
    assert "code: dozen_box" in export_schema()


def test_the_levels_of_a_new_installation_are_those_of_the_trade():
    assert list(PackageLevel.objects.values_list("code", "standard_code")) == [
        (code, code) for code in ("EA", "IP", "CA", "PL")
    ]


def test_the_database_refuses_a_level_that_there_is_not():
    product = ProductFactory()
    with pytest.raises(ValidationError):
        Package(product=product, level="XX").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Package.objects.create(product=product, level="XX")


def test_a_level_in_use_keeps_its_code_and_is_not_deleted(client):
    product = ProductFactory()
    Package.objects.create(product=product, level="CA")
    level = PackageLevel.objects.get(code="CA")
    refused = write(client, PackageLevel, level, code="CS")
    assert "it is used by 1 product" in str(refused.context["form"].errors["code"])
    assert write(client, PackageLevel, level, label="Carton", sort_order="9").status_code == 302
    client.post(reverse("catalog_packagelevel:delete", args=[level.pk]))
    assert PackageLevel.objects.get(code="CA").label == "Carton"
    Package.objects.all().delete()
    client.post(reverse("catalog_packagelevel:delete", args=[level.pk]))
    assert not PackageLevel.objects.filter(code="CA").exists()


def test_a_kind_of_relation_that_an_editor_adds_is_everywhere_at_once(client):
    add(
        client,
        RelationKind,
        label="Matching paint",
        labels_de="Passender Lack",
        reverse_label="Paint for these parts",
        reverse_labels_de="Lack für diese Teile",
    )
    kind = RelationKind.objects.get(code="matching_paint")
    part, paint = product("door"), product("paint")
    save(client, part, **row("relations", kind=kind.code, target=str(paint.pk), quantity="1"))
    assert blocks_of(part) == [("Matching paint", ["paint"])]
    with translation.override("de"):
        assert blocks_of(part) == [("Passender Lack", ["paint"])]
        assert blocks_of(paint) == [("Lack für diese Teile", ["door"])]
    assert feed_value("relations.matching_paint", part) == "paint"
    asked = {"field": "relations", "operator": "gte", "value": 1}
    assert found(**asked, relation="matching_paint") == {"door"}
    assert found(**asked, relation="accessory") == set()
    assert "code: matching_paint" in export_schema()


def product(number: str):
    """A product of which SKU and part number are the same."""
    return ProductFactory(sku=number, part_number=number)


def blocks_of(product) -> list[tuple[str, list[str]]]:
    """The related products on the page of one, by heading."""
    blocks = product_page_context(product)["relations"]
    return [(block.label, [card.part_number for card, _count in block.cards]) for block in blocks]


def test_a_kind_that_holds_in_both_directions_stands_on_both_pages():
    RelationKind.objects.create(code="goes_with", label="Goes with", is_symmetric=True)
    one, two, three = map(product, ("one", "two", "three"))
    ProductRelation.objects.create(product=one, target=two, kind="goes_with")
    ProductRelation.objects.create(product=three, target=one, kind="goes_with")
    ProductRelation.objects.create(product=one, target=three, kind="goes_with")
    assert blocks_of(one) == [("Goes with", ["two", "three"])]
    assert blocks_of(two) == [("Goes with", ["one"])]


def test_a_kind_of_ones_own_takes_the_place_of_a_product_and_runs_in_no_circle():
    RelationKind.objects.create(code="renumbered", label="New number of", is_supersession=True)
    old, new = product("old"), product("new")
    ProductRelation.objects.create(product=new, target=old, kind="renumbered")
    [successor] = product_page_context(old)["superseded_by"]
    assert successor.card.part_number == "new"
    assert cycle_through(old.pk, "renumbered", new.pk) == [old.pk, new.pk, old.pk]
    with pytest.raises(IntegrityError, match=r"(new > old > new|old > new > old)"):
        ProductRelation.objects.create(product=old, target=new, kind="renumbered")


MAY_RUN_IN_A_CIRCLE = "may be circular, which this setting forbids"


def related(kind: str) -> ProductRelation:
    return ProductRelation.objects.create(
        product=ProductFactory(), target=ProductFactory(), kind=kind
    )


def test_circles_are_not_forbidden_where_relations_may_run_in_one(client):
    relation = related("accessory")
    kind = RelationKind.objects.get(code="accessory")
    refused = write(client, RelationKind, kind, is_component="on")
    assert MAY_RUN_IN_A_CIRCLE in str(refused.context["form"].errors["is_component"])
    relation.delete()
    assert write(client, RelationKind, kind, is_component="on").status_code == 302
    kind.refresh_from_db()
    kind.is_symmetric = True
    with pytest.raises(ValidationError, match="one direction"):
        kind.full_clean()


def test_a_kind_of_parts_in_use_does_not_begin_to_take_the_place_of_products(client):
    related("kit_component")
    kind = RelationKind.objects.get(code="kit_component")
    refused = write(client, RelationKind, kind, is_supersession="on")
    assert MAY_RUN_IN_A_CIRCLE in str(refused.context["form"].errors["is_supersession"])
    assert write(client, RelationKind, kind, label="Piece of a kit").status_code == 302


def test_only_relations_keep_a_kind_from_forbidding_circles(client):
    condition = {"field": "relations", "operator": "gte", "value": 1, "relation": "accessory"}
    filters = {"match": "all", "conditions": [condition]}
    Segment.objects.create(code="own", name="Own view", filter=filters)
    FeedColumn.objects.create(feed=FeedFactory(), header="More", source="relations.accessory")
    kind = RelationKind.objects.get(code="accessory")
    assert write(client, RelationKind, kind, is_component="on").status_code == 302


def test_the_file_of_the_schema_does_not_forbid_circles_either():
    related("accessory")
    text = export_schema().replace(
        "- code: accessory\n", "- code: accessory\n  is_component: true\n", 1
    )
    document = read_schema_file(text.encode())
    with pytest.raises(SchemaFileError, match=MAY_RUN_IN_A_CIRCLE):
        apply_schema_file(document=document, user=None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_in_form", [True, False])
def test_a_relation_that_is_being_written_is_waited_for(client, is_in_form):
    kind = RelationKind.objects.get(code="accessory")
    url = reverse("catalog_relationkind:edit", args=[kind.pk])
    data = posted(client.get(url), is_component="on")
    tick = RelationKind.objects.filter(pk=kind.pk).update
    with threads() as begin, transaction.atomic():
        related("accessory")
        ticking = begin(
            (lambda: client.post(url, data)) if is_in_form else (lambda: tick(is_component=True))
        )
        wait_until_one_waits()
    if is_in_form:
        assert MAY_RUN_IN_A_CIRCLE in str(ticking.result().context["form"].errors)
    else:
        assert "may run in a circle" in str(ticking.exception())
    kind.refresh_from_db()
    assert not kind.is_component


@pytest.mark.django_db(transaction=True)
def test_relations_wait_for_what_their_kind_is_about_to_mean():
    one, two = ProductFactory(), ProductFactory()
    written = [
        ProductRelation(product=one, target=two, kind="accessory"),
        ProductRelation(product=two, target=one, kind="accessory"),
    ]
    with threads() as begin, transaction.atomic():
        RelationKind.objects.filter(code="accessory").update(is_component=True)
        writing = begin(lambda: ProductRelation.objects.bulk_create(written))
        wait_until_one_waits()
    assert "circle" in str(writing.exception())
    assert not ProductRelation.objects.exists()


def test_a_role_that_an_editor_adds_is_everywhere_at_once(client):
    add(client, AssetRole, label="Line drawing", labels_de="Zeichnung", standard_code="LIN")
    role = AssetRole.objects.get(code="line_drawing")
    image, document = ImageFileFactory(), ensure_asset(file_object=DocumentFileFactory())
    part = product("drawn")
    save(client, part, **row("asset_links", asset=str(image.asset.pk), role=role.code))
    assert feed_value("assets.line_drawing", part).endswith(image.file.url)
    assert found(field="asset_role", operator="is", value="line_drawing") == {"drawn"}
    ProductAsset.objects.create(product=part, asset=document, role=role.code)
    with translation.override("de"):
        [download] = product_page_context(part)["assets"].documents
        assert download.role == "Zeichnung"
    page = client.get(reverse("catalog_channel:edit", args=[ChannelFactory().pk]))
    assert "Line drawing" in page.content.decode()
    assert "code: line_drawing" in export_schema()


def test_pictures_in_a_role_of_the_main_picture_come_first():
    part, first, main = product("shown"), ImageFileFactory(), ImageFileFactory()
    AssetRole.objects.create(code="cover", label="Cover", is_main_picture=True)
    ProductAsset.objects.create(product=part, asset=first.asset, role="gallery", sort_order=1)
    ProductAsset.objects.create(product=part, asset=main.asset, role="cover", sort_order=2)
    assert first_pictures([part.pk])[part.pk].image_id == main.pk
    assert feed_value("primary_image_url", part).endswith(main.file.url)


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "asset_role", "operator": "in", "value": ["safety", "video"]},
        {"field": "assets", "operator": "gte", "value": 1, "role": "safety"},
        {"field": "missing", "operator": "in", "value": ["asset.safety"]},
    ],
    ids=lambda condition: condition["field"],
)
def test_a_filter_keeps_the_role_that_it_names(client, condition):
    role = AssetRole.objects.get(code="safety")
    filters = {"match": "all", "conditions": [condition]}
    segment = Segment.objects.create(code="sheets", name="Sheets", filter=filters)
    client.post(reverse("catalog_assetrole:delete", args=[role.pk]))
    assert AssetRole.objects.filter(code="safety").exists()
    segment.delete()
    client.post(reverse("catalog_assetrole:delete", args=[role.pk]))
    assert not AssetRole.objects.filter(code="safety").exists()


def test_a_channel_keeps_the_role_that_it_requires(client):
    role = AssetRole.objects.get(code="safety")
    ChannelFactory(required_asset_roles=["safety"])
    client.post(reverse("catalog_assetrole:delete", args=[role.pk]))
    assert AssetRole.objects.filter(code="safety").exists()


def test_what_names_a_level_keeps_it(client):
    level = PackageLevel.objects.get(code="PL")
    delete = reverse("catalog_packagelevel:delete", args=[level.pk])
    column = FeedColumn.objects.create(
        feed=FeedFactory(), header="Pallet", source="packages.PL.weight"
    )
    client.post(delete)
    column.delete()
    condition = {"field": "packages", "operator": "gte", "value": 1, "level": "PL"}
    filters = {"match": "all", "conditions": [condition]}
    segment = Segment.objects.create(code="pallets", name="Pallets", filter=filters)
    client.post(delete)
    segment.delete()
    product = ProductFactory()
    product.packages.add(Package(level="PL", quantity=400))
    product.save_revision()
    client.post(delete)
    assert PackageLevel.objects.filter(code="PL").exists()


def test_the_file_of_the_schema_brings_levels_and_takes_unused_ones_away():
    Package.objects.create(product=ProductFactory(), level="EA")
    text = export_schema().replace("code: PL\n", "code: KE\n")
    document = read_schema_file(text.encode())
    told = [(one.action, one.code) for one in apply_schema_file(document=document, user=None)]
    assert told == [("added", "KE"), ("missing", "PL")]
    apply_schema_file(document=document, user=None, delete_missing=True)
    assert set(PackageLevel.objects.values_list("code", flat=True)) == {"EA", "IP", "CA", "KE"}


def test_the_form_reads_the_kinds_once_for_all_rows(client):
    part = ProductFactory()
    url = reverse("catalog_product:edit", args=[part.pk])
    Package.objects.create(product=part, level="EA")
    client.get(url)
    with connection.execute_wrapper(one := _KindsRead()):
        client.get(url)
    for level in ("IP", "CA", "PL"):
        Package.objects.create(product=part, level=level)
    client.get(url)
    with connection.execute_wrapper(four := _KindsRead()):
        client.get(url)
    assert four.count == one.count


class _KindsRead:
    """Counts what asks for kinds, and whether those that are kept still hold."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, *arguments):
        self.count += "FROM audit_followercursor" in sql or 'FROM "catalog_packagelevel"' in sql
        return execute(sql, *arguments)
