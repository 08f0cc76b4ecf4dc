"""Form checks of units: what stays while somebody measures by it, and what names one unit only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from catalog.attribute_types.registry import type_codes
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.units import UNIT_KEEPS_MEANING, Unit
from catalog.schema.queries.units import NAMING, spelling_clashes

_DECISIVE = ("code", "family", "factor", "shift")


def check_meaning(unit: Unit, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse what a trigger of the database refuses as well.

    Where it has to look, nobody begins to measure by the unit until the transaction of the form
    ends.
    """
    changed = _changed(unit, cleaned, _DECISIVE)
    if not unit.pk or not changed:
        return {}
    _lock_attributes(unit)
    symbols = Unit.objects.filter(family=unit.family_id).values("code")
    measured = Attribute.objects.filter(type__in=type_codes(has_units=True), unit__in=symbols)
    return dict.fromkeys(changed, str(UNIT_KEEPS_MEANING)) if measured.exists() else {}


def _lock_attributes(unit: Unit) -> None:
    """Lock them as the trigger does, after the unit: another order could block each other."""
    Unit.objects.select_for_update().filter(pk=unit.pk).first()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalog_attribute IN SHARE ROW EXCLUSIVE MODE")


def check_spellings(unit: Unit, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse what names another unit of the family already."""
    family, changed = cleaned.get("family"), _changed(unit, cleaned, (*NAMING, "family"))
    if family is None or not changed:
        return {}
    return spelling_clashes(unit, family, cleaned)


def _changed(unit: Unit, cleaned: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    return [name for name in names if name in cleaned and _is_other(unit, name, cleaned[name])]


def _is_other(unit: Unit, name: str, value: Any) -> bool:
    if name == "family":
        return getattr(value, "pk", value) != unit.family_id
    return value != getattr(unit, name)
