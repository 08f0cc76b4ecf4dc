"""Form checks of attributes that depend on the values of products."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.products.queries.unique_values import unique_clashes
from catalog.schema.models.attribute import Attribute

NAMED_CLASHES = 5
# What decides which values are the same.
_DECISIVE = ("is_unique", "is_localizable", "is_per_channel", "type", "code")
_READ = ("code", "type", "unit", "is_localizable", "is_per_channel")


def check_unique(attribute: Attribute, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse to make unique what several products have."""
    if not attribute.pk or not cleaned.get("is_unique") or not set(_READ) <= set(cleaned):
        return {}
    if all(getattr(attribute, name) == cleaned[name] for name in _DECISIVE):
        return {}
    wanted = Attribute(**{name: cleaned[name] for name in _READ})
    clashes = unique_clashes(wanted, limit=NAMED_CLASHES + 1)
    if not clashes:
        return {}
    named = "; ".join(
        f"“{clash.value}”: {', '.join(clash.skus[:3])}" for clash in clashes[:NAMED_CLASHES]
    )
    more = " …" if len(clashes) > NAMED_CLASHES else ""
    message = _("Several products have the same value. Change them first: %(clashes)s")
    return {"is_unique": message % {"clashes": named + more}}
