"""Records of the catalog, of feeds and of imports."""

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.access import ADMINISTRATOR
from accounts.roles import EDITOR, PRICE_MANAGER, REVIEWER
from catalog.models import (
    Attribute,
    AttributeColumn,
    AttributeOption,
    BaseVehicle,
    Completeness,
    CustomerTerms,
    DuplicateCandidate,
    Interchange,
    ListingPreference,
    OfferedValue,
    Package,
    Product,
    ProductAsset,
    ProductRelation,
    QualityCheck,
    QualityCount,
    QualityIssue,
    Segment,
)
from catalog.pricing.pasted_cells import read_pasted
from catalog.pricing.services.price_changes.checking import check_prices
from catalog.pricing.services.price_changes.naming import names_of_lists
from catalog.revisions.services.concurrent_edits.forms import keep_pending, open_form
from catalog.schema_changes.services.operations import plan_deletion
from console.site_day import site_day
from feeds.models import Feed, FeedRun
from feeds.services import write_feed
from imports.models import ImportRun
from jobs.progress import JobProgress
from media_library.models import Asset
from tests.factories.bulk_approvals import approval_rule, sent
from tests.factories.bulk_edits import applied, counted
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory, staged
from tests.factories.reviews import review_step, submit

from .people import People

PUBLIC_PRICE = "417.23"
LIST_PRICE = "528.39"
PLANNED_PRICE = "553.81"
CUSTOMER_PRICE = "639.27"
OTHER_CUSTOMER_PRICE = "742.61"
DRAFT_NAME = "Unannounced Falcon"
PRIVATE_SEGMENT = "Rosewood notes"
PRIVATE_FEED = "Feed of agreed margins"


def create_catalog(people: People) -> None:
    """A small catalog in which every model of the room has a record."""
    product, draft = _products(people)
    _descriptions(product, draft)
    _prices(product, people)
    _segments(people)
    _quality(product)
    _drafts(product, draft, people)
    _bulk_changes(product, people)


def _products(people: People) -> tuple[Product, Product]:
    channel = ChannelFactory(code="web", name="Web", is_site_channel=True)
    group = AttributeFactory(code="finish", label="Finish", is_unique=True).group
    family = FamilyFactory(code="pads", label="Brake pads")
    link = FamilyAttributeFactory(family=family, attribute=group.attributes.get())
    link.required_for.add(channel)
    link.save()
    choice = AttributeFactory(code="material", type="choice", group=group)
    AttributeOption.objects.create(attribute=choice, code="ceramic", label="Ceramic")
    table = AttributeFactory(code="sizes", type="table", group=group)
    AttributeColumn.objects.create(attribute=table, code="width", label="Width")
    FamilyAttributeFactory(family=family, attribute=choice)
    category = CategoryFactory(code="brakes", name="Brakes", slug="brakes")
    brand = BrandFactory(name="Acme", slug="acme")
    product = ProductFactory(
        brand=brand, family=family, category=category, live=True, part_number="AB-1", sku="AB-1",
        name="Brake pad", values={"finish": "Black", "material": "ceramic"},
    )  # fmt: skip
    product.additional_categories.add(CategoryFactory(code="more", name="More", slug="more"))
    product.save()
    draft = ProductFactory(brand=brand, family=family, live=False, sku="AB-2", name=DRAFT_NAME)
    ListingPreference.objects.create(user=people[EDITOR.name], columns=["sku"])
    return product, draft


def _descriptions(product: Product, draft: Product) -> None:
    fitment = FitmentFactory(product=product)
    BaseVehicle.objects.create(model=fitment.model, year=2012)
    Package.objects.create(product=product)
    ProductRelation.objects.create(product=product, target=draft, kind="substitute")
    Interchange.objects.create(product=product, brand_name="Bolt", number="B-9")
    for title, role in (("Picture", "primary"), ("Document", "installation")):
        asset = Asset.objects.get(title=title)
        ProductAsset.objects.create(product=product, asset=asset, role=role)
    Completeness.objects.create(
        product=product, channel=product.family.family_attributes.first().required_for.get(),
        locale="en", required=1, missing=["asset.primary"],
    )  # fmt: skip
    DuplicateCandidate.objects.create(first=product, second=draft, reason="name", likeness=90)


def _prices(product: Product, people: People) -> None:
    public = PriceListFactory(code="public", name="Public", is_public=True)
    wholesale = PriceListFactory(code="wholesale", name="Wholesale", currency="EUR")
    for prices_of, amount in (
        ({"price_list": public}, PUBLIC_PRICE),
        ({"price_list": wholesale}, LIST_PRICE),
        ({"customer": people.customer}, CUSTOMER_PRICE),
        ({"customer": people.other_customer}, OTHER_CUSTOMER_PRICE),
    ):
        PriceFactory(product=product, amount=amount, **prices_of)
    CustomerTerms.objects.create(customer=people.customer, price_list=wholesale)
    check_prices(
        cells=read_pasted(f"Part\tWholesale\nAB-1\t{PLANNED_PRICE}\n", lists=names_of_lists()),
        quantity=1, day=site_day(), ends_former=False, user=people[PRICE_MANAGER.name],
    )  # fmt: skip


def _segments(people: People) -> None:
    Segment.objects.create(code="shared", name="Shared", owner=people[EDITOR.name])
    Segment.objects.create(
        code="private", name=PRIVATE_SEGMENT, owner=people[PRICE_MANAGER.name], is_shared=False
    )


def _quality(product: Product) -> None:
    rule = QualityRuleFactory(code="described", name="Described")
    rule.blocks.add(product.completeness.first().channel)
    rule.save()
    now = timezone.now()
    QualityCheck.objects.create(rule=rule, checked_at=now, products=2)
    QualityIssue.objects.create(rule=rule, product=product, found_at=now)
    QualityCount.objects.create(rule=rule, day=date(2026, 1, 2), issues=1)


def _drafts(product: Product, draft: Product, people: People) -> None:
    """Revisions, one of them scheduled; a review under way; a form that waits for a choice."""
    editor = people[EDITOR.name]
    draft.save_revision(user=editor)
    draft.name = f"{DRAFT_NAME} II"
    draft.go_live_at = timezone.now() + timedelta(days=30)
    draft.save_revision(user=editor, approved_go_live_at=draft.go_live_at)
    review_step(Group.objects.get(name=REVIEWER.name))
    submit(product, editor, description="Reviewed")
    form = open_form(product=product, user=editor)
    keep_pending(form=form, content=form.content)
    OfferedValue.objects.create(product=product, path="name", value="Pad", editor=editor)


def _bulk_changes(product: Product, people: People) -> None:
    operations = {"action": "set", "target": "description", "value": "Changed"}
    products = Product.objects.filter(pk=product.pk)
    administrator = people[ADMINISTRATOR]
    counted(operations, products=products, user=administrator)
    applied(operations, products=products, user=administrator)
    reviewers = Group.objects.get(name=REVIEWER.name)
    approval_rule("Descriptions", reviewers, segment=Segment.objects.get(code="shared"))
    sent({**operations, "value": "Sent"}, products=products, user=people[EDITOR.name])
    plan_deletion(attribute=Attribute.objects.get(code="sizes"), user=administrator)


def create_exchange(people: People) -> None:
    """A feed that everybody of the house may see, one with prices, and imports in two states."""
    feeds = [
        FeedFactory(code="open", name="Open feed"),
        FeedFactory(code="private", name=PRIVATE_FEED, columns=[("Net", "price.wholesale")]),
    ]
    for feed in feeds:
        write_feed(run=_run(feed), progress=JobProgress())
    profile = ImportProfileFactory(code="supplier", name="Supplier", columns={"SKU": "sku"})
    for name in ("first.csv", "second.csv"):
        staged("SKU,Extra\nAB-1,x\nnew,y\n", profile, name=name, user=people[EDITOR.name])
    ImportRun.objects.filter(original_name="second.csv").update(state=ImportRun.State.APPLIED)


def _run(feed: Feed) -> FeedRun:
    return FeedRun.objects.create(feed=feed)
