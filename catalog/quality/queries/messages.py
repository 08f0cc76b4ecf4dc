"""The messages of rules, with what stands in the product put in."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.quality.models.quality import QualityRule
from catalog.schema.models.attribute import AttributeOption

PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[A-Za-z0-9_]+)?)\}")
PRODUCT_FIELDS = ("name", "part_number", "sku", "gtin", "brand", "family", "status")
VALUES = "values."
LONGEST_VALUE = 60


def unknown_placeholders(message: str, attribute_codes: Iterable[str]) -> list[str]:
    """The placeholders of a message that no product can fill."""
    known = {*PRODUCT_FIELDS, *(f"{VALUES}{code}" for code in attribute_codes)}
    return [name for name in PLACEHOLDER.findall(message) if name not in known]


def message_of(rule: QualityRule, facts: Mapping[str, str]) -> str:
    """The message of a rule for the product that `facts` tells of."""

    def put_in(match: re.Match) -> str:
        return facts.get(match[1], "") or _("nothing")

    return PLACEHOLDER.sub(put_in, rule.message)


def facts_of(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What placeholders may ask of a product: `fields` and its attribute values."""
    labels = _labels(values)
    texts = {name: str(value or "") for name, value in fields.items()}
    for code, value in values.items():
        texts[f"{VALUES}{code}"] = _readable(value, labels.get(code, {}))[:LONGEST_VALUE]
    return texts


def _labels(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    options = AttributeOption.objects.filter(
        attribute__code__in=list(values), code__in=_answers(values)
    )
    for attribute, code, label in options.values_list("attribute__code", "code", "label"):
        labels.setdefault(attribute, {})[code] = label
    return labels


def _answers(values: Mapping[str, Any]) -> list[str]:
    return [
        answer
        for value in values.values()
        for answer in (value if isinstance(value, list) else [value])
        if isinstance(answer, str)
    ]


def _readable(value: Any, labels: Mapping[str, str]) -> str:
    """A stored value as a person would write it; of several languages, the first."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        if "amount" in value:
            return f"{value['amount']} {value.get('unit') or ''}".strip()
        return next((_readable(text, labels) for text in value.values() if text), "")
    if isinstance(value, list):
        return ", ".join(_readable(one, labels) for one in value)
    return "" if value is None else labels.get(str(value), str(value))
