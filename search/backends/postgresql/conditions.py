"""The WHERE clause of a search."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from search.backends.plan import Plan
from search.registry import IndexDefinition

# The text search configuration that the first migration creates.
CONFIGURATION = "solidus_words"


@dataclass(slots=True)
class Statement:
    """A piece of SQL with its parameters."""

    sql: str
    parameters: list = field(default_factory=list)


def matching(
    definition: IndexDefinition, plan: Plan, words: str, *, without: str = ""
) -> Statement:
    """The condition that the records of a search fulfil, leaving out the selection of one facet.

    `words` is the tsquery, empty where any text will do.
    """
    pieces = [Statement("index = %s", [definition.name])]
    if words:
        pieces.append(Statement(f"vector @@ to_tsquery('{CONFIGURATION}', %s)", [words]))
    if plan.allowed is not None:
        pieces.append(permitted(plan.allowed))
    for name, values in (*plan.filters.items(), *plan.required.items()):
        if name != without:
            column = "tokens" if name in definition.token_fields else "facets"
            pieces.append(Statement(f"{column} && %s", [tokens(name, values)]))
    pieces += [_within(name, *plan.ranges[name]) for name in plan.ranges if name != without]
    return Statement(
        " AND ".join(piece.sql for piece in pieces),
        [parameter for piece in pieces for parameter in piece.parameters],
    )


def tokens(name: str, values: Iterable[str]) -> list[str]:
    """The array elements that stand for values of a field; what no row can hold matches none."""
    return [f"{name}={value}".replace("\0", "") for value in values]


def permitted(allowed: QuerySet) -> Statement:
    """The permission, in the same statement."""
    try:
        sql, parameters = allowed.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Statement("false")
    return Statement(f"object_id IN ({sql})", list(parameters))


def _within(name: str, lowest, highest) -> Statement:
    """A number of the field lies in the range; exact, as numbers in JSON are decimals here."""
    bounds = [("@ >= $lowest", lowest), ("@ <= $highest", highest)]
    test = " && ".join(test for test, bound in bounds if bound is not None) or "@ == @"
    limits = ", ".join(
        f'"{key}": {bound}'
        for key, bound in (("lowest", lowest), ("highest", highest))
        if bound is not None
    )
    path = f"$.{json.dumps(name)}[*] ? ({test})".replace("\\u0000", "")
    return Statement(
        "jsonb_path_exists(measures, %s::jsonpath, %s::jsonb)", [path, f"{{{limits}}}"]
    )
