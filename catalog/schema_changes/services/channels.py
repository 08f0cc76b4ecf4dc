"""A channel goes, with what products have of its own and what requires it."""

from collections.abc import Mapping
from typing import Any

from django.core import serializers
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

from catalog.bulk.models import BulkChange
from catalog.products.code_uses import holding_channel
from catalog.products.models.product import Product
from catalog.quality.models.quality import QualityRule
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import FamilyAttribute
from jobs.exceptions import JobError

# The lists of channels that others have: they go with it, and come back with it.
_LISTS = {
    "required_for": FamilyAttribute.required_for.through,
    "blocks": QualityRule.blocks.through,
}


def products_of_channel(code: str) -> QuerySet[Product]:
    """The products with values of their own for the channel."""
    return Product.objects.filter(holding_channel(code)(""))


def without_channel(code: str) -> Composable:
    """SQL of the values by channel of the product `product` without those of one."""
    return SQL("product.channel_values - {}::text").format(Literal(code))


def parts_of_channel(content: Mapping[str, Any], code: str) -> tuple[dict, dict]:
    """What the content of a version has for the channel, before and after that goes."""
    own = (content.get("channel_values") or {}).get(code)
    before = {} if own is None else {code: own}
    return {"channel_values": before}, {"channel_values": {}}


def channel_snapshot(code: str) -> dict[str, Any]:
    """The channel, and what lists it."""
    channel = Channel.objects.filter(code=code).first()
    if channel is None:
        return {"channel": "[]"}
    listed = {
        name: [list(pair) for pair in through.objects.filter(channel=channel).values_list()]
        for name, through in _LISTS.items()
    }
    return {"channel": serializers.serialize("json", [channel]), **listed}


def delete_channel(change: BulkChange, code: str) -> None:
    """Delete the channel, if there is one."""
    for channel in Channel.objects.filter(code=code):
        channel._change_reason = change.reason
        channel.delete()


def restore_channel(change: BulkChange, code: str) -> None:
    """Write the channel back under its own key, with what listed it; JobError where one is there.

    What was deleted meanwhile does not get it back.
    """
    kept = change.details["records"]
    for record in serializers.deserialize("json", kept["channel"]):
        if Channel.objects.filter(code=code).exists():
            raise JobError(
                _("There is now another channel “%(code)s”. Delete it first.") % {"code": code}
            )
        _restore(record.object, change)
        for name, through in _LISTS.items():
            _restore_list(through, kept[name])


def _restore(channel: Channel, change: BulkChange) -> None:
    root = channel.category_root_id
    if root and not Category.objects.filter(pk=root).exists():
        channel.category_root = None
    if Channel.objects.filter(is_site_channel=True).exists():
        channel.is_site_channel = False
    channel._change_reason = change.reason
    channel.save()


def _restore_list(through: type, rows: list[list[int]]) -> None:
    names = [field.attname for field in through._meta.concrete_fields]
    owner = next(field for field in through._meta.concrete_fields if _is_owner(field))
    made = [through(**dict(zip(names, row, strict=True))) for row in rows]
    there = owner.related_model.objects.filter(
        pk__in=[getattr(one, owner.attname) for one in made]
    ).values_list("pk", flat=True)
    present = set(there)
    through.objects.bulk_create(
        [one for one in made if getattr(one, owner.attname) in present], ignore_conflicts=True
    )


def _is_owner(field: Any) -> bool:
    return field.is_relation and field.related_model is not Channel
