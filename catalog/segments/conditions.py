"""Conditions that the fields are made of: on expressions, on rows that hang on a product."""

import operator as comparisons
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    Func,
    JSONField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact, IsNull, Regex
from django.db.models.sql import Query

from catalog.attribute_types.units import factors
from catalog.schema.queries.conditions import any_of
from catalog.segments.operators import compare
from console.numbers import STORED

from .registry import Condition, Expressions
from .scope import Scope

Rows = Callable[[Scope], QuerySet]


class Numeric(Func):
    """Text as an exact number of any size; the caller makes sure that it is one."""

    template = "(%(expressions)s)::numeric"
    arity = 1
    output_field = DecimalField()


def listed(operator: str, value: Any) -> list:
    """The values that an operator asks for, whether it takes one or a list of them."""
    return value if operator == "in" else [value]


def not_blank(text: Combinable) -> Combinable:
    """An empty text counts as none."""
    return NullIf(text, Value(""), output_field=TextField())


def only(text: Combinable, pattern: str, then: Combinable) -> Combinable:
    """`then` where the text matches; nothing where an import has left something else."""
    return Case(When(Q(Regex(text, pattern)), then=then))


def number_in(text: Combinable) -> Combinable:
    """The number that a text holds."""
    return only(text, f"^{STORED}$", Numeric(text))


def iso_date(text: Combinable) -> Combinable:
    """ISO dates stand in the order of their text."""
    return only(text, r"^\d{4}-\d\d-\d\d$", text)


def as_stored(value: Any) -> Any:
    """Dates and yes or no as the text of a JSON document has them."""
    if isinstance(value, list):
        return [as_stored(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def standard_amount(unit: str, measure: Combinable) -> Combinable:
    """The amount of a stored measure in `unit`; what stands in it already is not converted."""
    amount, own_unit = KeyTextTransform("amount", measure), KeyTextTransform("unit", measure)
    converted = Func(
        measure,
        Value(factors(unit), output_field=JSONField()),
        function="catalog_standard_amount",
        output_field=DecimalField(),
    )
    return Case(When(Q(Exact(own_unit, unit)), then=number_in(amount)), default=converted)


def on_any(expressions: Expressions) -> Condition:
    """Conditions that hold when one of the expressions does."""

    def condition(operator: str, value: Any, scope: Scope) -> Q:
        found = expressions(scope)
        if operator == "not_empty":
            return any_of([Q(IsNull(expression, False)) for expression in found])
        others = value(scope) if callable(value) else [value]
        return any_of(
            [compare(expression, operator, other) for expression in found for other in others]
        )

    return condition


def on_expression(expression: Combinable) -> Condition:
    """Conditions on one expression."""
    return on_any(lambda scope: [expression])


def on_rows(rows: Rows, expression: Combinable, owner: str = "product_id") -> Condition:
    """Conditions that hold for one of the rows that belong to the product.

    `owner` is the column with the product's key; "is empty" means that there is no such row.
    """

    def condition(operator: str, value: Any, scope: Scope) -> Q:
        found = rows(scope).order_by()
        if operator != "not_empty":
            found = found.filter(compare(expression, operator, value))
        return Q(pk__in=found.exclude(**{owner: None}).values(owner))

    return condition


def on_relation(relation: Callable[[Scope], str], column: Combinable) -> Condition:
    """Conditions that hold for the row that a relation has of the product.

    `relation` gives SQL with its values in it, of one row a product at most, with a `product_id`;
    `column` is an expression over its columns. "Is empty" means that there is no such row.
    """

    def condition(operator: str, value: Any, scope: Scope) -> Q:
        # The caller's SQL has its values in it, and a percent sign of these is no parameter.
        rows = "SELECT product_id FROM ({}) AS found".format(  # noqa: S608 - of the subject
            relation(scope).replace("%", "%%")
        )
        if operator == "not_empty":
            return Q(pk__in=RawSQL(rows, ()))  # noqa: S611 - of the subject
        query = Query(None)
        query.add_q(compare(column, operator, value))
        compiler = query.get_compiler(connection=connection)
        where, parameters = compiler.compile(query.where)
        return Q(pk__in=RawSQL(f"{rows} WHERE {where}", parameters))  # noqa: S611

    return condition


def on_number_of_rows(rows: Rows, owner: str = "product_id") -> Condition:
    """Conditions on how many rows belong to the product, none included.

    Rows are counted set-wise; a product without any is in no group, so zero is decided here.
    """

    def condition(operator: str, value: Any, scope: Scope) -> Q:
        found = rows(scope).order_by().exclude(**{owner: None})
        counted = found.values(owner).annotate(found=Count("pk"))
        matching = Q(pk__in=counted.filter(compare(F("found"), operator, value)).values(owner))
        if not _holds(operator, Decimal(0), value):
            return matching
        return matching | ~Q(pk__in=found.values(owner))

    return condition


def _holds(operator: str, number: Decimal, value: Any) -> bool:
    if operator == "between":
        return value[0] <= number <= value[1]
    return _COMPARISONS[operator](number, value)


_COMPARISONS = {
    "is": comparisons.eq,
    "lt": comparisons.lt,
    "lte": comparisons.le,
    "gt": comparisons.gt,
    "gte": comparisons.ge,
}
