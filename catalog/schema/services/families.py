"""Writes of families."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.attribute_types.registry import attribute_type
from catalog.schema.axis_checks import axis_checks
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.family import Family, FamilyAttribute

MOST_AXES = 5


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """An attribute of a family: which channels require it, and whether variants differ in it."""

    attribute: Attribute
    required_for: frozenset[int] = field(default_factory=frozenset)
    is_axis: bool = False


def check_family_rows(rows: Sequence[FamilyRow], *, family: Family) -> None:
    """Raise ValidationError where an attribute stands twice or cannot be an axis of `family`."""
    codes = [row.attribute.code for row in rows]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValidationError(
            _("An attribute can be in a family only once: %(codes)s.") % {"codes": ", ".join(twice)}
        )
    axes = [row.attribute for row in rows if row.is_axis]
    if len(axes) > MOST_AXES:
        raise ValidationError(
            _("Variants can differ in at most %(most)d attributes; %(count)d are selected.")
            % {"most": MOST_AXES, "count": len(axes)}
        )
    for attribute in axes:
        can_be_axis = attribute_type(attribute.type).can_be_axis
        if not can_be_axis or attribute.is_localizable or attribute.is_per_channel:
            raise ValidationError(
                _(
                    "Variants cannot differ in “%(label)s”. Use a single choice, number, "
                    "measure, text or yes/no attribute that is the same in every language and "
                    "channel."
                )
                % {"label": attribute.label}
            )
    if axes and family.pk:
        _ask_others(family, axes)


def _ask_others(family: Family, axes: Sequence[Attribute]) -> None:
    """Refuse axes that other subjects have something against."""
    problems = [problem for check in axis_checks() if (problem := check(family, axes))]
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def save_family_attributes(*, family: Family, rows: Sequence[FamilyRow]) -> None:
    """Make `rows`, in their order, the attributes of `family`; values of products stay as they are.

    Raises ValidationError where the rows cannot be, or where variants would be alike.
    """
    check_family_rows(rows, family=family)
    kept = {row.attribute_id: row for row in FamilyAttribute.objects.filter(family=family)}
    gone = kept.keys() - {row.attribute.pk for row in rows}
    FamilyAttribute.objects.filter(family=family, attribute__in=gone).delete()
    for order, row in enumerate(rows):
        _save_row(kept.get(row.attribute.pk) or FamilyAttribute(family=family), row, order)


def _save_row(link: FamilyAttribute, row: FamilyRow, order: int) -> None:
    wanted = (row.attribute.pk, order, row.is_axis, row.required_for)
    if link.pk and wanted == _state(link):
        return
    link.attribute, link.sort_order, link.is_variant_axis = row.attribute, order, row.is_axis
    if link.pk is None:
        # Its channels can only be set once it is there.
        link.save()
    link.required_for.set(sorted(row.required_for))
    link.save()


def _state(link: FamilyAttribute) -> tuple:
    required_for = frozenset(channel.pk for channel in link.required_for.all())
    return link.attribute_id, link.sort_order, link.is_variant_axis, required_for
