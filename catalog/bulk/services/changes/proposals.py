from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable

from catalog.products.field_roles import FIELD_ROLES, FieldRole
from catalog.products.models.product import Product

_CHANGED = (FieldRole.CONTENT, FieldRole.PUBLICATION, FieldRole.SCHEDULE)
# What a proposal may change beside values and categories; and whether there is a draft, which
# follows from what is published.
CHANGEABLE_COLUMNS = frozenset(
    {
        "has_unpublished_changes",
        *(
            field.attname
            for field in Product._meta.concrete_fields
            if FIELD_ROLES[field.name] in _CHANGED
        ),
    }
) - {"values", "channel_values"}
# A text array for a product that nothing is to be said against.
NO_REASONS = SQL("ARRAY[]::text[]")


@dataclass(frozen=True)
class Proposal:
    """What products become, in SQL.

    `statement` is a SELECT that reads the keys of the products in question from the table
    `chosen (product_id)`, and gives for each: product_id, values, channel_values, the `columns`
    under their own names and types, `categories` (a sorted bigint array of further categories)
    where `categories` is set, and reasons (a text array; with any reason the product is refused
    and left as it is).
    """

    statement: Composable
    columns: Sequence[str] = ()
    categories: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.columns) - CHANGEABLE_COLUMNS
        if unknown:
            raise ValueError(f"Not to be changed in bulk: {sorted(unknown)}")
