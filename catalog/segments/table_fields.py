"""The fields of table attributes: one a column, which hold where they hold in any row."""

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    Func,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import Exact

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.registry import attribute_type
from catalog.schema.models.attribute import Attribute, AttributeColumn
from catalog.schema.queries.conditions import any_of
from catalog.segments.conditions import as_stored, not_blank, on_expression
from catalog.segments.registry import Condition, Parameter, SegmentField
from catalog.segments.scope import Scope
from catalog.segments.stored_values import StoredValue, comparable


class AnyRow(Func):
    """Whether a condition on "item" holds for one element of a JSON array."""

    template = "EXISTS (SELECT 1 FROM jsonb_array_elements(%(expressions)s)"
    arg_joiner = ") AS item WHERE "
    output_field = BooleanField()
    conditional = True

    def __init__(self, rows: Combinable, condition: Q):
        super().__init__(rows, ExpressionWrapper(condition, output_field=BooleanField()))


def table_fields(attribute: Attribute, parameters: tuple[Parameter, ...]) -> Iterator[SegmentField]:
    """The field "values.<attribute>.<column>" of each column, with the attribute's parameters."""
    for column in attribute.columns.all():
        yield SegmentField(
            name=f"{ValueAddress(attribute.code)}.{column.code}",
            label=f"{attribute.label}: {column.label}",
            kind=attribute_type(column.type).segment_kind,
            condition=_in_any_row(attribute, column),
            group=attribute.group.label,
            unit=column.unit,
            parameters=parameters,
        )


def _in_any_row(attribute: Attribute, column: AttributeColumn) -> Condition:
    cell = not_blank(RawSQL("item ->> %s", [column.code], output_field=TextField()))
    on_cell = on_expression(comparable(column, cell))
    stored = StoredValue(attribute)

    def condition(operator: str, value: Any, scope: Scope) -> Q:
        holds = on_cell(operator, as_stored(value), scope)
        documents = (stored.document(scope, language) for language in stored.languages(scope))
        return any_of([Q(AnyRow(_rows(document), holds)) for document in documents])

    return condition


def _rows(document: Combinable) -> Combinable:
    """The rows that a document is; no rows where it is anything else."""
    kind = Func(document, function="jsonb_typeof", output_field=TextField())
    return Case(When(Q(Exact(kind, Value("array"))), then=document))
