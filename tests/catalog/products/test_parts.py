"""Whatever is registered as a part of a product is content of it everywhere, and all of it is."""

from dataclasses import replace
from operator import attrgetter

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import DecimalField, ForeignKey, IntegerField, Model
from django.urls import reverse
from django.utils import timezone
from modelcluster.models import (
    get_all_child_m2m_relations,
    get_all_child_relations,
    get_serializable_data_for_fields,
)

from audit.followers import Change
from audit.models import ChangeLogEntry
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.duplicates.services.merging import merge_products
from catalog.models import Category, DuplicateCandidate, Product, ProductRelation, UniqueValue
from catalog.products.derived_rows import derived_models
from catalog.products.kind_uses import parts_with
from catalog.products.parts import product_parts
from catalog.products.services.part_rows import content_tables
from catalog.products.services.products import blank_copy
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.content import latest_content
from catalog.revisions.queries.differences.comparing import content_differences
from catalog.revisions.queries.history.timeline import product_timeline
from catalog.revisions.queries.history.versions import load_version
from catalog.revisions.queries.live_contents import live_contents
from catalog.revisions.services.concurrent_edits.joining import joined_clash
from catalog.revisions.services.concurrent_edits.merging import merge_edits
from catalog.revisions.services.restoring import restore_version
from catalog.schema.code_uses.registry import Code
from catalog.schema.models.kinds import Kind
from catalog.storefront.followers import index_changes
from catalog.storefront.search.documents import product_documents
from media_library.services.assets import ensure_asset
from search.models import SearchDocument
from tests.catalog.products.part_contract import lacks
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    CategoryFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    ProductRelationFactory,
)
from tests.factories.media_library import DocumentFileFactory

NAMES = list(product_parts())
# What names a product, and is neither a part of it nor derived from it.
OTHERS = {
    (Product, "parent"): "the product that it is a variant of",
    (Product, "merged_into"): "the product that it became",
    (ProductRelation, "target"): "a part of the product at the other end",
    (DuplicateCandidate, "first"): "what a person says of two products",
    (DuplicateCandidate, "second"): "what a person says of two products",
}


def make_rows(product: Product) -> None:
    """A row of every part."""
    FitmentFactory(product=product)
    PriceFactory(product=product, price_list=PriceListFactory())
    ProductRelationFactory(product=product)
    product.asset_links.create(
        asset=ensure_asset(file_object=DocumentFileFactory()), role="gallery"
    )
    product.interchanges.create(brand_name="Other", number="77")
    product.packages.create(level="EA", gtin="4006381333931")
    product.additional_categories.add(CategoryFactory())
    product.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*NAMES, "product"])
def test_a_new_row_is_content_of_a_revision(name):
    """Wagtail leaves out all rows of a product where one of them cannot be read."""
    model = product_parts()[name].model if name in NAMES else Product
    assert get_serializable_data_for_fields(model())["pk"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_was_never_recorded_is_in_every_version(name, product):
    part = product_parts()[name]
    part.model.history.all().delete()
    product.name = "Other"
    product.save()
    version = load_version(product, product_timeline(product.pk)[0].version)
    now = load_version(product, "live")
    assert now.content[name]
    assert version.content[name] == now.content[name]


@pytest.fixture
def product() -> Product:
    product = ProductFactory(live=True)
    make_rows(product)
    return Product.objects.get(pk=product.pk)


def naming_fields() -> list[tuple[type[Model], ForeignKey]]:
    """Every foreign key to a product, those of history apart."""
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "history_object")
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Product
    ]


def test_all_that_names_a_product_is_a_part_or_derived_or_known_as_another():
    parts = {(part.model, "product") for part in product_parts().values()}
    derived = {(model, "product") for model in derived_models()}
    found = {(model, field.name) for model, field in naming_fields()}
    assert found == parts | derived | OTHERS.keys()
    assert len(found) == len(parts) + len(derived) + len(OTHERS)


def test_the_parts_are_the_rows_that_a_draft_of_the_product_holds():
    children = {one.get_accessor_name() for one in get_all_child_relations(Product)}
    assert set(NAMES) == children | {one.name for one in get_all_child_m2m_relations(Product)}
    tables = {(table.model, table.column) for table in content_tables()}
    assert tables == {(one.model, "product_id") for one in product_parts().values()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_part_has_all_that_a_part_needs(name):
    assert lacks(product_parts()[name]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        (
            {"name": "bundles"},
            ["a place in versions", "the change log", "a place on the form"],
        ),
        (
            {"model": UniqueValue},
            [
                *("a place in versions", "a history", "a conflict key of its fields"),
                *("the change log", "a place in what is deleted"),
            ],
        ),
        ({"conflict_key": ("levels",)}, ["a conflict key of its fields"]),
        ({"conflict_key": ()}, ["a conflict key of its fields"]),
        ({"permission": "catalog.pack_product"}, ["a right that there is"]),
        ({"many_to_many": "level"}, ["a place in versions"]),
    ],
)
def test_a_part_that_lacks_some_of_it_is_found(changes, lacking):
    assert lacks(replace(product_parts()["packages"], **changes)) == lacking


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_are_in_what_is_published_and_told_in_a_line(name, product):
    content = live_contents([product])[product.pk]
    assert content[name] == latest_content(product)[name]
    [difference] = content_differences({**content, name: []}, content)
    [row] = product_parts()[name].rows(content[name])
    assert difference.path == f"{name}.{row['pk']}"
    assert difference.label == product_parts()[name].label
    assert difference.after.strip()
    assert "\n" not in difference.after
    assert product_parts()[name].held([row]) == content[name]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_are_in_the_history_with_who_wrote_them(name):
    user, product = UserFactory(), ProductFactory(live=True)
    with acting_as(user_id=user.pk, source=ChangeSource.IMPORT.of(7)):
        make_rows(product)
    written = {row.part: row for act in product_timeline(product.pk) for row in act.rows}
    row = written[name]
    assert (row.kind, row.user_id, row.reason) == ("+", user.pk, "import 7")
    with acting_as(user_id=user.pk, source=ChangeSource.IMPORT.of(8)):
        _without(product, name)
    [gone] = [
        row
        for act in product_timeline(product.pk)
        for row in act.rows
        if row.reason == "import 8" and row.part
    ]
    assert (gone.part, gone.kind, gone.record) == (name, "-", row.record)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_the_history_tells_its_rows(name, product, client):
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("catalog_product:history", args=[product.pk])).content.decode()
    assert product_parts()[name].label in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_come_back_with_a_version(name, product):
    before = live_contents([product])[product.pk]
    version = load_version(product, product_timeline(product.pk)[0].version)
    assert content_differences(before, version.content) == []
    _without(product, name)
    assert load_version(product, version.name).content == version.content
    [gone] = content_differences(live_contents([product])[product.pk], version.content)
    assert gone.path.startswith(f"{name}.")
    user = UserFactory(is_superuser=True)
    restore_version(product=product, version=version, user=user).revision.publish()
    assert content_differences(live_contents([product])[product.pk], before) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_draft_holds_rows_that_were_never_saved(name, product):
    part = product_parts()[name]
    draft = ProductFactory(live=True)
    setattr(draft, name, list(map(_typed, getattr(product, name).all())))
    revision = draft.save_revision(clean=False)
    [row] = part.rows(revision.content[name])
    assert (row["pk"] is None) == (not part.many_to_many)
    revision.publish()
    assert part.model.objects.filter(product=draft).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name in NAMES for kind in product_parts()[name].kinds]
)
def test_a_kind_knows_the_products_with_rows_of_it_and_the_drafts_with_one(name, kind, product):
    part = product_parts()[name]
    code = getattr(part.model.objects.get(product=product), part.kinds[kind])
    draft = ProductFactory()
    setattr(draft, name, list(map(_typed, getattr(product, name).all())))
    draft.save_revision(clean=False)
    uses = parts_with(Code(kind.objects.get(code=code), "code"))
    assert [list(use.queryset) for use in uses] == [[product], [draft]]


def test_a_row_of_each_kind_is_a_part():
    named = [kind for part in product_parts().values() for kind in part.kinds]
    assert sorted(map(str, named)) == sorted(map(str, Kind.__subclasses__()))


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_are_copied_with_the_product(name, product):
    part = product_parts()[name]
    [own], [copied] = (getattr(one, name).all() for one in (product, blank_copy(product=product)))
    key_of = attrgetter("pk") if part.many_to_many else part.key_of
    assert key_of(copied) == key_of(own)
    assert not getattr(copied, "gtin", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_change_of_its_rows_is_told_to_followers_by_its_name(name, product):
    newest = ChangeLogEntry.objects.latest("pk").pk
    _without(product, name)
    parts = ChangeLogEntry.objects.filter(pk__gt=newest, entity="catalog.product")
    assert name in set(parts.values_list("part", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_search_documents_follow_it_if_it_says_so(name, product):
    change = Change("catalog.product", product.pk, name, "updated", timezone.now())
    index_changes([change], backend="postgresql")
    assert SearchDocument.objects.exists() == product_parts()[name].is_indexed


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_part_that_is_in_search_documents_says_so(name, product):
    before = list(product_documents([product.pk]))
    _without(product, name)
    is_held = list(product_documents([product.pk])) != before
    assert product_parts()[name].is_indexed or not is_held


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_two_edits_that_enter_the_same_are_told_and_nothing_is_saved(name, product):
    part = product_parts()[name]
    content = latest_content(product)
    [row] = part.rows(content[name])
    free = next((field for field in part.model._meta.fields if _is_free(field, part)), None)
    if free is None:
        # A row that is the same in its key is the same row.
        return
    mine, theirs = ({**row, "pk": None, free.name: value} for value in (6, 7))
    merge = merge_edits(
        base={**content, name: []},
        mine={**content, name: [mine]},
        theirs={**content, name: [theirs]},
        localizable=(),
    )
    sides = [{**content, name: [one]} for one in (mine, theirs)]
    words = joined_clash(sides=sides, merged=merge.content)
    assert words.startswith(("Someone else has entered ", "Someone else has just entered "))
    assert joined_clash(sides=[merge.content], merged=merge.content) == ""


def _typed(row: Model) -> Model:
    """The row as a form makes it, which the database has not seen; a category is there already."""
    if isinstance(row, Category):
        return row
    fields = [one for one in row._meta.concrete_fields if not (one.generated or one.primary_key)]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def _is_free(field, part) -> bool:
    """Whether a number of a row may differ between two that are in the way of each other."""
    return field.name not in (*part.conflict_key, "id", "sort_order") and isinstance(
        field, IntegerField | DecimalField
    )


def _without(product: Product, name: str) -> None:
    """Save the product without its rows of a part."""
    setattr(product, name, [])
    product.save()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_its_rows_move_in_a_merge_unless_one_of_their_key_is_there(name, product):
    part = product_parts()[name]
    [moved] = part.model.objects.filter(product=product)
    kept, user = ProductFactory(family=product.family), UserFactory(is_superuser=True)
    merge_products(kept=kept, dropped=product, take=[], user=user)
    assert moved in part.model.objects.filter(product=kept)
    same = part.model.objects.get(pk=moved.pk)
    same.pk, same.product = None, ProductFactory(family=kept.family)
    same.save()
    assert part.key_of(same) == part.key_of(moved)
    merge_products(kept=kept, dropped=same.product, take=[], user=user)
    assert same in part.model.objects.filter(product=same.product)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [one for one in NAMES if product_parts()[one].permission])
def test_who_may_not_move_its_rows_merges_no_product_that_has_some(name, product):
    part, user = product_parts()[name], UserFactory()
    permissions = {one.permission for one in product_parts().values()} - {"", part.permission}
    for needed in ("catalog.change_product", "catalog.publish_product", *permissions):
        codename = needed.partition(".")[2]
        user.user_permissions.add(Permission.objects.get(codename=codename))
    kept = ProductFactory(family=product.family)
    assert hidden_parts_of(user) == [name]
    with pytest.raises(WriteRefusedError, match="you do not have permission to"):
        merge_products(kept=kept, dropped=product, take=[], user=user)
    part.model.objects.filter(product=product).delete()
    merge_products(kept=kept, dropped=product, take=[], user=user)
