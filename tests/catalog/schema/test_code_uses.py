"""The code of what is in use stays; what is in use is not deleted without words."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from catalog.listing.wagtail_admin.asked import listing_url
from catalog.models import Attribute, AttributeColumn, AttributeOption, Brand, Product, Segment
from catalog.products.services.publication import PublicationRefusedError
from catalog.schema.code_uses.registry import Code, code_uses
from tests.catalog.admin_forms import posted
from tests.catalog.schema.test_wagtail_admin import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ChannelFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory

pytestmark = pytest.mark.django_db
Type = Attribute.Type
MODEL_RIGHTS = [
    f"{verb}_{name}"
    for verb in ("change", "delete", "view")
    for name in ("attribute", "attributeoption", "brand", "product", "segment")
]


@pytest.fixture
def ceramic():
    material = AttributeFactory(code="material", type=Type.CHOICE, is_per_channel=True)
    AttributeOption.objects.create(attribute=material, code="steel", label="Steel")
    return AttributeOption.objects.create(attribute=material, code="ceramic", label="Ceramic")


@pytest.fixture
def web():
    return ChannelFactory(code="web")


def counted(record, field="code") -> dict[str, int]:
    return {use.nouns[1]: use.queryset.count() for use in code_uses(Code(record, field))}


def naming(field, value, **more) -> dict:
    inner = {"match": "any", "conditions": [{"field": field, "operator": "is", "value": value}]}
    inner["conditions"][0] |= more
    return {"match": "all", "conditions": [inner]}


def test_values_filters_and_columns_know_an_option(ceramic, web):
    ProductFactory(values={"material": "ceramic"})
    ProductFactory(values={"material": ["steel", "ceramic"]})
    ProductFactory(channel_values={"web": {"material": "ceramic"}})
    ProductFactory(values={"material": "steel", "note": "ceramic"})
    drafted = ProductFactory()
    drafted.values = {"material": "ceramic"}
    drafted.save_revision()
    owner = UserFactory()
    Segment.objects.create(code="a", name="A", filter=naming("values.material", "ceramic"))
    Segment.objects.create(code="b", name="B", filter=naming("values.other", "ceramic"))
    Segment.objects.create(
        code="c",
        name="C",
        is_shared=False,
        owner=owner,
        filter=naming("values.material", ["steel", "ceramic"]),
    )
    QualityRuleFactory(about=naming("values.material", "ceramic"))
    pairs = [{"value": "ceramic", "becomes": "C"}]
    mapped = [{"type": "map", "value": {"pairs": pairs, "others": "keep"}}]
    FeedFactory(columns=[("Material", "values.material", mapped), ("Other", "sku", mapped)])
    default = [{"type": "default", "value": {"text": "ceramic"}}]
    ImportProfileFactory(columns={"Material": ("values.material", default)})
    ImportProfileFactory(columns={"Material": ("values.material", [])})
    assert counted(ceramic) == {
        "products": 3,
        "product drafts": 1,
        "segments": 1,
        "saved views": 1,
        "quality rules": 1,
        "feeds": 1,
        "import profiles": 1,
    }


def test_a_used_option_keeps_its_code_and_says_why(client, ceramic):
    ProductFactory(values={"material": "ceramic"})
    sign_in(client, *MODEL_RIGHTS)
    address = reverse("catalog_attributeoption:edit", args=[ceramic.pk])
    form = client.get(address)
    assert "used by 1 product" in form.content.decode()
    assert "readonly" in form.content.decode()
    answer = client.post(address, posted(form, code="ceramic2", label="New"))
    assert "used by 1 product" in " ".join(answer.context["form"].errors["code"])
    assert client.post(address, posted(form, label="New")).status_code == 302
    ceramic.refresh_from_db()
    assert (ceramic.code, ceramic.label) == ("ceramic", "New")


def test_the_same_holds_for_a_row_in_the_form_of_the_attribute(client, ceramic):
    ProductFactory(values={"material": "ceramic"})
    sign_in(client, *MODEL_RIGHTS)
    address = reverse("catalog_attribute:edit", args=[ceramic.attribute_id])
    form = client.get(address)
    row = next(
        number for number in range(2) if posted(form)[f"options-{number}-code"] == ["ceramic"]
    )
    renamed = posted(form, **{f"options__{row}__code": "ceramic2"})
    assert "used by 1 product" in client.post(address, renamed).content.decode()
    deleted = posted(form, **{f"options__{row}__DELETE": "1"})
    answer = client.post(address, deleted).content.decode()
    assert "cannot be deleted because it is used by: Products (1)" in answer
    assert reverse("catalog_attributeoption:replace", args=[ceramic.pk]) in answer
    other = posted(form, **{f"options__{1 - row}__code": "steel2"})
    assert client.post(address, other).status_code == 302
    codes = AttributeOption.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == ["ceramic", "steel2"], "what nothing knows may change"


def test_a_used_option_is_not_deleted_and_an_unused_one_is(client, ceramic):
    ProductFactory(values={"material": "ceramic"})
    sign_in(client, *MODEL_RIGHTS)
    address = reverse("catalog_attributeoption:delete", args=[ceramic.pk])
    page = client.get(address).content.decode()
    assert "by its code" in page
    condition = {"field": "values.material", "operator": "is", "value": "ceramic"}
    assert escape(listing_url(condition)) in page
    assert reverse("catalog_attributeoption:replace", args=[ceramic.pk]) in page
    client.post(address)
    assert AttributeOption.objects.filter(code="ceramic").exists()
    steel = AttributeOption.objects.get(code="steel")
    client.post(reverse("catalog_attributeoption:delete", args=[steel.pk]))
    assert not AttributeOption.objects.filter(code="steel").exists()


def test_what_others_keep_for_themselves_is_neither_named_nor_counted(client, ceramic):
    Segment.objects.create(
        code="own",
        name="Secret",
        is_shared=False,
        owner=UserFactory(),
        filter=naming("values.material", "ceramic"),
    )
    sign_in(client, *MODEL_RIGHTS)
    page = client.get(reverse("catalog_attributeoption:edit", args=[ceramic.pk])).content.decode()
    assert "used by records that you do not have permission to see" in page
    assert "Secret" not in page


def test_a_column_with_cells_keeps_code_and_type(client):
    table = AttributeFactory(code="sizes", type=Type.TABLE)
    AttributeColumn.objects.create(attribute=table, code="bore", label="Bore")
    ProductFactory(values={"sizes": [{"bore": "5"}]})
    sign_in(client, *MODEL_RIGHTS)
    address = reverse("catalog_attribute:edit", args=[table.pk])
    form = client.get(address)
    for change in ({"columns__0__code": "inner"}, {"columns__0__type": "number"}):
        assert "used by 1 product" in client.post(address, posted(form, **change)).content.decode()
    deleted = client.post(address, posted(form, columns__0__DELETE="1")).content.decode()
    assert "used by: Products (1)" in deleted
    assert AttributeColumn.objects.get().code == "bore"


def test_a_brand_that_a_segment_names_keeps_its_name(client):
    brand = BrandFactory(name="Acme")
    Segment.objects.create(code="a", name="Acme parts", filter=naming("brand", "Acme"))
    sign_in(client, *MODEL_RIGHTS)
    address = reverse("catalog_brand:edit", args=[brand.pk])
    form = client.get(address)
    answer = client.post(address, posted(form, name="Other", website="https://example.com/"))
    assert "1 segment (“Acme parts”)" in answer.content.decode()
    client.post(reverse("catalog_brand:delete", args=[brand.pk]))
    assert Brand.objects.get().name == "Acme"


def test_a_product_that_others_name_keeps_its_sku(client):
    AttributeFactory(code="mate", type=Type.PRODUCT)
    named = ProductFactory(sku="A-1")
    ProductFactory(values={"mate": "A-1"})
    client.force_login(UserFactory(is_superuser=True))
    address = reverse("catalog_product:edit", args=[named.pk])
    form = client.get(address)
    answer = client.post(address, posted(form, sku="A-2"))
    assert "used by 1 product" in " ".join(answer.context["form"].errors["sku"])
    # Nor by a draft from before it was known by it.
    others = Product.objects.exclude(pk=named.pk)
    others.update(values={})
    draft = Product.objects.get(pk=named.pk)
    draft.sku = "A-3"
    revision = draft.save_revision()
    others.update(values={"mate": "A-1"})
    with pytest.raises(PublicationRefusedError, match="because it is used in 1 product"):
        revision.publish()
    others.update(values={})
    assert client.post(address, posted(client.get(address), sku="A-2")).status_code == 302
