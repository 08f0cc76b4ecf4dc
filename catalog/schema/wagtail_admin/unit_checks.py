"""Form checks of units: what stays while somebody measures by it, and what names one unit only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.attribute_types.registry import type_codes
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.units import UNIT_KEEPS_MEANING, Unit

_DECISIVE = ("code", "family", "factor", "shift")
_NAMING = ("code", "label", "labels", "spellings")


def check_meaning(unit: Unit, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse what a trigger of the database refuses as well."""
    changed = _changed(unit, cleaned, _DECISIVE)
    if not unit.pk or not changed:
        return {}
    symbols = Unit.objects.filter(family=unit.family_id).values("code")
    measured = Attribute.objects.filter(type__in=type_codes(has_units=True), unit__in=symbols)
    return dict.fromkeys(changed, str(UNIT_KEEPS_MEANING)) if measured.exists() else {}


def check_spellings(unit: Unit, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse what names another unit of the family already."""
    family, changed = cleaned.get("family"), _changed(unit, cleaned, (*_NAMING, "family"))
    if family is None or not changed:
        return {}
    others = {
        spelling: other.code
        for other in Unit.objects.filter(family=family).exclude(pk=unit.pk)
        for spelling in _names(other.code, other.label, other.labels, other.spellings)
    }
    problems = {}
    for name in _NAMING:
        taken = [one for one in _names(cleaned.get(name)) if one in others]
        if taken:
            message = _("“%(text)s” is the unit %(unit)s already.")
            problems[name] = message % {"text": taken[0], "unit": others[taken[0]]}
    return problems


def _changed(unit: Unit, cleaned: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [name for name in names if name in cleaned and _is_other(unit, name, cleaned[name])]


def _is_other(unit: Unit, name: str, value: Any) -> bool:
    if name == "family":
        return getattr(value, "pk", value) != unit.family_id
    return value != getattr(unit, name)


def _names(*parts: Any) -> list[str]:
    """The texts in the columns of a unit by which it is known."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, dict):
            found += part.values()
        else:
            found += [part] if isinstance(part, str) else part or []
    return [text for text in found if text]
