"""The filter of a segment as Wagtail blocks: conditions, and groups of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.segments import OPERATORS, segment_fields
from catalog.segments.operators import WITH_LIST, WITHOUT_VALUE

MATCHES = [("all", _("All of these hold")), ("any", _("One of these holds"))]


def _field_choices() -> list[tuple[str, Any]]:
    """The product's own fields, then the attributes."""
    fields = segment_fields().values()
    own = [(field.name, field.label) for field in fields if not field.name.startswith("values.")]
    others = [(field.name, field.label) for field in fields if field.name.startswith("values.")]
    return [(_("Product"), own), (_("Attributes"), others)] if others else own


class ConditionBlock(blocks.StructBlock):
    """One question about a product."""

    field = blocks.ChoiceBlock(choices=_field_choices, label=_("Field"))
    operator = blocks.ChoiceBlock(
        choices=list(OPERATORS.items()), default="is", label=_("Operator")
    )
    value = blocks.TextBlock(required=False, rows=1, label=_("Value"))

    class Meta:
        icon = "search"
        label = _("Condition")
        form_classname = "struct-block catalog-condition"
        label_format = "{field} {operator} {value}"


class InnerGroupBlock(blocks.StructBlock):
    """A group that holds conditions only."""

    match = blocks.ChoiceBlock(choices=MATCHES, default="all", label=_("Match"))
    conditions = blocks.StreamBlock(
        [("condition", ConditionBlock())], label=_("Conditions"), required=False
    )

    class Meta:
        icon = "folder-open-1"
        label = _("Group")


class GroupBlock(blocks.StructBlock):
    """A group that holds conditions and groups."""

    match = blocks.ChoiceBlock(choices=MATCHES, default="any", label=_("Match"))
    conditions = blocks.StreamBlock(
        [("condition", ConditionBlock()), ("group", InnerGroupBlock())],
        label=_("Conditions"),
        required=False,
    )

    class Meta:
        icon = "folder-open-1"
        label = _("Group")


class FilterBlock(blocks.StreamBlock):
    """The conditions and groups of a segment."""

    condition = ConditionBlock()
    group = GroupBlock()

    class Meta:
        required = False


def filter_to_blocks(members: list[dict]) -> list[dict]:
    """The conditions of a stored filter in the form of a StreamBlock's data."""
    return [_to_block(member) for member in members]


def _to_block(member: dict) -> dict:
    if "field" in member:
        value = member.get("value", "")
        text = "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        return {"type": "condition", "value": {**member, "value": text}}
    group = {
        "match": member.get("match", "all"),
        "conditions": filter_to_blocks(member.get("conditions", [])),
    }
    return {"type": "group", "value": group}


def blocks_to_filter(stream: blocks.StreamValue) -> list[dict]:
    """The stored form of the conditions and groups that were edited."""
    return [_from_block(child.block_type, child.value) for child in stream]


def _from_block(kind: str, value: blocks.StructValue) -> dict:
    if kind == "group":
        return {"match": value["match"], "conditions": blocks_to_filter(value["conditions"])}
    condition = {"field": value["field"], "operator": value["operator"]}
    text = (value["value"] or "").strip()
    if value["operator"] in WITHOUT_VALUE:
        return condition
    if value["operator"] in WITH_LIST:
        return {**condition, "value": [line.strip() for line in text.splitlines() if line.strip()]}
    return {**condition, "value": text}
