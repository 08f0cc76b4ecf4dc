"""The messages of rules, with what stands in the product put in."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.quality.models.quality import QualityRule
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_text import value_text

PLACEHOLDER = re.compile(r"\{([a-z_]+(?:\.[A-Za-z0-9_]+)?)\}")
PRODUCT_FIELDS = ("name", "part_number", "sku", "gtin", "brand", "family", "status")
LONGEST_VALUE = 60


def unknown_placeholders(message: str, attribute_codes: Iterable[str]) -> list[str]:
    """The placeholders of a message that no product can fill."""
    known = {*PRODUCT_FIELDS, *(str(ValueAddress(code)) for code in attribute_codes)}
    return [name for name in PLACEHOLDER.findall(message) if name not in known]


def message_of(rule: QualityRule, facts: Mapping[str, str]) -> str:
    """The message of a rule for the product that `facts` tells of."""

    def put_in(match: re.Match) -> str:
        return facts.get(match[1], "") or _("nothing")

    return PLACEHOLDER.sub(put_in, rule.message)


def facts_of(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What placeholders may ask of a product: `fields` and its attribute values."""
    texts = {name: str(value or "") for name, value in fields.items()}
    known = catalog_labels().attributes if values else {}
    for code, value in values.items():
        shown = value_text(known[code], value) if code in known else str(value)
        texts[str(ValueAddress(code))] = shown[:LONGEST_VALUE]
    return texts
