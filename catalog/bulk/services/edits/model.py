"""What the operations of a bulk edit refer to, looked up once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from catalog.bulk.services.edits.operations import Operation
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.category import Category
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family, FamilyAttribute
from jobs.exceptions import JobError


class EditModel:
    """The attributes of some operations, and which families have them.

    Raises JobError where an operation names what the catalog does not have any more.
    """

    def __init__(self, change_id: int, operations: Sequence[Operation]) -> None:
        self.change_id = change_id
        codes = {one.attribute_code for one in operations} | {one.source for one in operations}
        self._attributes = Attribute.objects.in_bulk(codes - {""}, field_name="code")
        self._families: dict[str, list[int]] = defaultdict(list)
        self._axis_families: dict[str, list[int]] = defaultdict(list)
        members = FamilyAttribute.objects.filter(attribute__in=self._attributes.values())
        for code, family, is_axis in members.values_list(
            "attribute__code", "family_id", "is_variant_axis"
        ):
            self._families[code].append(family)
            if is_axis:
                self._axis_families[code].append(family)
        for operation in operations:
            _check_records(operation)

    def attribute(self, code: str) -> Attribute:
        """The attribute of this code."""
        if code not in self._attributes:
            raise JobError(
                _("The attribute “%(code)s” no longer exists. Start a new bulk edit.")
                % {"code": code}
            )
        return self._attributes[code]

    def families_with(self, code: str) -> list[int]:
        """The families that have the attribute."""
        return self._families[code]

    def axis_families(self, code: str) -> list[int]:
        """The families whose variants differ in the attribute."""
        return self._axis_families[code]


_RECORDS: dict[str, type[Family | Category]] = {
    "family": Family,
    "category": Category,
    "additional_categories": Category,
}


def _check_records(operation: Operation) -> None:
    model = _RECORDS.get(operation.target)
    if model:
        wanted = _keys(operation.value) | _keys(operation.sought)
        if model.objects.filter(pk__in=wanted).count() < len(wanted):
            raise JobError(
                _("A selected %(record)s no longer exists. Start a new bulk edit.")
                % {"record": model._meta.verbose_name}
            )
    if operation.channel and not Channel.objects.filter(code=operation.channel).exists():
        raise JobError(
            _("The channel “%(code)s” no longer exists. Start a new bulk edit.")
            % {"code": operation.channel}
        )


def _keys(value: int | Iterable[int] | None) -> set[int]:
    if value is None:
        return set()
    return {value} if isinstance(value, int) else set(value)
