"""What the form says of each slot: which value it inherits where it has none, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalog.attribute_types.base import Comparison, Input
from catalog.attribute_types.holding import Resolved, fallback_locales, resolve
from catalog.attribute_types.registry import attribute_type
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_slots import ValueSlot
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import FamilyAttribute
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_labels import language_name
from catalog.schema.queries.value_text import value_text

LONGEST_SHOWN = 160
# Inputs into which the script of the form can put a value; of others it takes a whole new one.
COPIED = frozenset(
    {
        Input.TEXT,
        Input.LONG_TEXT,
        Input.ADDRESS,
        Input.NUMBER,
        Input.MEASURE,
        Input.YES_OR_NO,
        Input.DAY,
    }
)


@dataclass(frozen=True)
class SlotState:
    """How a slot stands: filled or not, what stands behind it, for which channels it is missing.

    `overrides` says that a value here takes the place of the inherited one, as a translation does
    not. `behind` is the inherited value as it is stored, `copied` what the inputs show of it where
    that is plain text. `missing_for` names the channels for which the product is incomplete while
    it is empty.
    """

    slot: ValueSlot
    is_filled: bool
    behind: Any = None
    inherited: str = ""
    source: str = ""
    overrides: bool = False
    copied: dict[str, str] = field(default_factory=dict)
    missing_for: tuple[Channel, ...] = ()


def required_channels(family_id: int | None) -> dict[int, set[int]]:
    """The channels that require each attribute of the family, by their keys."""
    found: dict[int, set[int]] = {}
    rows = FamilyAttribute.required_for.through.objects.filter(
        familyattribute__family_id=family_id
    ).values_list("familyattribute__attribute_id", "channel_id")
    for attribute_id, channel_id in rows:
        found.setdefault(attribute_id, set()).add(channel_id)
    return found


def slot_states(
    product: Product, slots: Iterable[ValueSlot], channels: Mapping[int, Channel]
) -> dict[str, SlotState]:
    """The state of every slot by the name of its field; as many queries for one as for many."""
    required = required_channels(product.family_id)
    parent = product.parent if product.parent_id else None
    return {
        slot.name: _state(product, parent, slot, channels, required.get(slot.attribute.pk, set()))
        for slot in slots
    }


def _state(
    product: Product,
    parent: Product | None,
    slot: ValueSlot,
    channels: Mapping[int, Channel],
    required: set[int],
) -> SlotState:
    without = SimpleNamespace(values=product.values, channel_values=product.channel_values)
    slot.write(without, None)
    owners = [without, parent]
    locales = fallback_locales(slot.locale) if slot.locale else [""]
    code = slot.channel.code if slot.channel else ""
    behind = resolve(slot.attribute, owners, locales=locales, channel=code)
    return SlotState(
        slot=slot,
        is_filled=slot.read(product) is not None,
        behind=behind.value if behind else None,
        inherited=_readable(slot.attribute, behind.value) if behind else "",
        source=_source(slot, behind, parent) if behind else "",
        overrides=bool(behind) and behind.locale == slot.locale,
        copied=_copied(slot.attribute, behind.value) if behind else {},
        missing_for=tuple(
            channels[key]
            for key in sorted(required & channels.keys())
            if _is_needed(slot, channels[key], owners)
        ),
    )


def _is_needed(slot: ValueSlot, channel: Channel, owners: list) -> bool:
    """Whether the channel lacks the value unless this slot has one."""
    if slot.channel not in (None, channel):
        return False
    if slot.locale and slot.locale not in channel.locales:
        return False
    return not resolve(slot.attribute, owners, locales=[slot.locale], channel=channel.code)


def _readable(attribute: Attribute, value: Any) -> str:
    label = catalog_labels().attributes.get(attribute.code)
    text = value_text(label, value) if label else str(value)
    if attribute_type(attribute.type).comparison == Comparison.MARKUP:
        text = strip_tags(text)
    return Truncator(text).chars(LONGEST_SHOWN)


def _source(slot: ValueSlot, behind: Resolved, parent: Product | None) -> str:
    """Where the inherited value stands, in words."""
    places = []
    if behind.owner:
        places.append(str(parent))
    if behind.locale != slot.locale:
        places.append(language_name(behind.locale))
    if slot.channel and not behind.channel:
        places.append(_("all channels"))
    return ", ".join(places)


def _copied(attribute: Attribute, value: Any) -> dict[str, str]:
    """The value as the inputs of the field show it, by the end of their names."""
    kind = attribute_type(attribute.type)
    if kind.input not in COPIED:
        return {}
    if kind.input == Input.MEASURE and isinstance(value, dict):
        return {"_amount": str(value.get("amount", "")), "_unit": str(value.get("unit") or "")}
    return {"": kind.written(attribute, value)}
