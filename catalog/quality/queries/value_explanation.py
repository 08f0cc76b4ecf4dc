"""Explains a value: which one holds for a language and a channel, why, and since when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.checking import rules_of
from catalog.attribute_types.holding import PlaceAsked, fallback_locales, places_asked
from catalog.products.models.product import Product
from catalog.products.stored_values import DOCUMENTS
from catalog.products.wagtail_admin.permissions import sees_products
from catalog.quality.models.quality import QualityIssue, QualityRule
from catalog.quality.queries.rule_rights import rules_known_to
from catalog.revisions.queries.history.origins import value_history
from catalog.revisions.queries.history.sources import Source
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import FamilyAttribute
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_labels import language_name
from catalog.schema.queries.value_text import value_text
from catalog.segments.code_uses import attribute_path
from console.postgresql.json_paths import JsonPathExists


@dataclass(frozen=True, slots=True)
class Step:
    """A place that was asked, in words; `holds` where its value is the one that holds."""

    owner: str
    channel: str
    language: str
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class LastChange:
    """The write that gave the value that holds; `is_draft` where it is not published yet.

    `is_known` is false where the value is older than the history.
    """

    at: datetime
    user: User | None
    source: Source | None = None
    is_draft: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ValueExplanation:
    """The value that holds of an attribute for a language and a channel, and why.

    `value` is None where none holds. `owner` is the product that has it, None where that may not be
    named; `channel` and `locale` say where it stands there ("" for the common one, and for none).
    `steps` are the places in the order in which they were asked. `required_for` names the channels
    that require the attribute, `rules` says what its type checks, `quality_rules` which rules ask
    for it; `has_issue` of each says whether the product breaks it.
    """

    label: str
    value: Any
    text: str
    owner: Product | None
    channel: str
    locale: str
    is_inherited: bool
    is_common: bool
    is_fallback: bool
    steps: list[Step]
    required_for: list[str]
    rules: list[str]
    quality_rules: list[QualityRule]
    change: LastChange | None

    @property
    def source(self) -> str:
        """Where the value comes from, in words."""
        if self.value is None:
            return _("There is no value here.")
        parts = [_("Inherited from the parent product") if self.is_inherited else _("Its own")]
        if self.is_common:
            parts.append(_("the value for all channels"))
        elif self.channel:
            parts.append(_("the channel\u2019s own value"))
        if self.is_fallback:
            parts.append(_("in the site’s default language, as a fallback"))
        return ", ".join(parts) + "."


def explain_value(
    product: Product, *, attribute: Attribute, user: User, locale: str = "", channel: str = ""
) -> ValueExplanation:
    """Which value of `attribute` holds for `product`, as it is in memory, and why.

    `locale` and `channel` are asked where the attribute has such values. The number of queries
    does not depend on how many values there are; what `user` may not see is not named.
    """
    owners = [product, product.parent if product.parent_id else None]
    asked = list(places_asked(attribute, owners, locales=fallback_locales(locale), channel=channel))
    held = asked[-1] if asked[-1].value is not None else None
    owner = owners[held.owner] if held else None
    named = [one if _may_be_named(one, product, user) else None for one in owners]
    return ValueExplanation(
        label=attribute.label,
        value=held.value if held else None,
        text=_text(attribute, held.value) if held else "",
        owner=named[held.owner] if held else None,
        channel=held.channel if held else "",
        locale=held.locale if held else "",
        is_inherited=bool(held and held.owner),
        is_common=bool(held and channel and attribute.is_per_channel and not held.channel),
        is_fallback=bool(held and held.locale and held.locale != locale),
        steps=list(_steps(attribute, asked, named)),
        required_for=_requiring(product, attribute),
        rules=[rule.message for rule in rules_of(attribute)],
        quality_rules=list(_rules_asking(product, attribute, user)),
        change=_last_change(owner, attribute, held) if held and owner else None,
    )


def _may_be_named(owner: Product | None, product: Product, user: User) -> bool:
    """A parent is another product, which not everybody who reads a value may see."""
    return owner is product or (owner is not None and sees_products(user))


def _steps(
    attribute: Attribute, asked: Sequence[PlaceAsked], named: Sequence[Product | None]
) -> Iterator[Step]:
    channels = dict(Channel.objects.values_list("code", "name"))
    for place in asked:
        owner = named[place.owner]
        if not place.owner:
            words = _("This product")
        else:
            words = str(owner) if owner else _("The parent product")
        yield Step(
            owner=words,
            channel=channels.get(place.channel, place.channel) or _("all channels"),
            language=language_name(place.locale),
            text=_text(attribute, place.value),
            holds=place.value is not None,
        )


def _text(attribute: Attribute, value: Any) -> str:
    label = catalog_labels().attributes.get(attribute.code)
    return value_text(label, value) if label else str(value or "")


def _requiring(product: Product, attribute: Attribute) -> list[str]:
    channels = FamilyAttribute.required_for.through.objects.filter(
        familyattribute__family_id=product.family_id, familyattribute__attribute=attribute
    )
    return list(channels.order_by("channel__name").values_list("channel__name", flat=True))


def _rules_asking(product: Product, attribute: Attribute, user: User) -> QuerySet[QualityRule]:
    """The active rules that `user` may know and whose requirement asks for the attribute."""
    path, parameters = attribute_path(attribute)
    issues = QualityIssue.objects.filter(rule=OuterRef("pk"), product=product.pk)
    return (
        rules_known_to(user)
        .filter(Q(JsonPathExists("requirement", path, parameters)))
        .filter(pk__in=QualityRule.objects.checkable())
        .annotate(has_issue=Exists(issues))
        .order_by("name")
    )


def _last_change(owner: Product, attribute: Attribute, held: PlaceAsked) -> LastChange | None:
    address = ValueAddress(attribute.code, held.locale, held.channel)
    origins = value_history(owner.pk, str(address))
    newest = origins[0] if origins else None
    if newest and newest.value == held.value:
        user = User.objects.filter(pk=newest.user_id or 0).first()
        return LastChange(newest.at, user, newest.source, is_known=newest.is_known)
    published = Product.objects.filter(pk=owner.pk).values(*DOCUMENTS).first()
    draft = owner.latest_revision
    if draft is None or (published and address.read(published) == held.value):
        # No history tells of what is published.
        return None
    return LastChange(draft.created_at, draft.user, is_draft=True)
