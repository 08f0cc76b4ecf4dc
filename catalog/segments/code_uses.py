"""Filters that know a code: of segments, of saved views of the listing, and of quality rules."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from catalog.fitment.models.vehicle import VehicleMake, VehicleModel
from catalog.quality.models.quality import QualityRule
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.queries.conditions import any_of
from catalog.segments.models import Segment
from catalog.segments.registry import segment_fields
from console.json_paths import JsonPathExists

# The filters there are, by the models that have them: their columns.
FILTERS: dict[type[Model], tuple[str, ...]] = {
    Segment: ("filter",),
    QualityRule: ("about", "requirement"),
}
VALUE = "value"


class Place(NamedTuple):
    """Where conditions name a record: the key of the condition, and the fields that it asks."""

    key: str
    fields: Sequence[str]


def filters_with(code: Code) -> Iterator[CodeUse]:
    """The segments, saved views and quality rules whose filters name the record."""
    for model in FILTERS:
        named = filters_naming(model, code)
        if named is None:
            return
        if model is QualityRule:
            yield CodeUse((_("quality rule"), _("quality rules")), named)
            continue
        yield CodeUse((_("segment"), _("segments")), named.filter(is_shared=True))
        own = named.filter(is_shared=False)
        # Nobody but its owner could change a view, which shows what is no more as such.
        views = _("saved view"), _("saved views")
        yield CodeUse(views, own, is_binding=False)


def filters_naming(model: type[Model], code: Code) -> QuerySet | None:
    """Those of `model` with a filter that names the record; None where no filter can name it."""
    named = [
        JsonPathExists(column, path, parameters)
        for path, parameters in _paths(code)
        for column in FILTERS[model]
    ]
    if not named:
        return None
    conditions = any_of([Q(one) for one in named]) | _beside_filters(model, code)
    found = model.objects.filter(conditions)
    # What a record says of itself goes with it.
    return found.exclude(pk=code.record.pk) if isinstance(code.record, model) else found


def _paths(code: Code) -> Iterator[tuple[str, dict]]:
    record = code.record
    if code.is_of(Attribute, "code"):
        # As a field, as a part of one, and as an operand of a formula.
        pattern = rf"(^|[^a-z0-9_.])values\\.{code.text}([^a-z0-9_]|$)"
        yield f'$.** ? (@ like_regex "{pattern}")', {}
    elif code.is_of(AttributeColumn, "code"):
        field = f"values.{record.attribute.code}.{code.text}"
        yield "$.** ? (@.field == $field)", {"field": field}
    elif code.is_of(VehicleMake, "name") or code.is_of(VehicleModel, "name"):
        # A pattern of a path is no parameter; with the flag q it is taken as it stands.
        name = code.text.replace("\\", "\\\\").replace('"', '\\"')
        yield f'$.** ? (@.field == "fits").value ? (@ like_regex "{name}" flag "iq")', {}
    else:
        for key, fields in places_of(code):
            path = f"$.** ? (@.field == $fields[*] && @.{key} == $value)"
            yield path, {"fields": list(fields), "value": code.text}


def _beside_filters(model: type[Model], code: Code) -> Q:
    """What else of a rule names an attribute: its message.

    The columns of a view do not count: one that is no more is left out of the listing.
    """
    if model is QualityRule and code.is_of(Attribute, "code"):
        return Q(message__contains=f"{{values.{code.text}}}")
    return Q(pk__in=[])


def places_of(code: Code) -> list[Place]:
    """Where conditions may name the record by its value, as the fields of filters tell."""
    record = code.record
    if isinstance(record, AttributeOption):
        is_code = code.field == "code"
        return [Place(VALUE, [f"values.{record.attribute.code}"])] if is_code else []
    by_key: dict[str, list[str]] = {}
    for field in segment_fields().values():
        asked = {VALUE: field.choices} | {one.name: one.choices for one in field.parameters}
        for key, choices in asked.items():
            if choices and choices.names == (type(record), code.field):
                by_key.setdefault(key, []).append(field.name)
    return [Place(key, fields) for key, fields in by_key.items()]
