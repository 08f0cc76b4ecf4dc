from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable

# What a proposal may change beside values and categories.
CONTENT_COLUMNS = (
    "brand_id",
    "part_number",
    "sku",
    "gtin",
    "name",
    "description",
    "status",
    "family_id",
    "category_id",
    "parent_id",
)
PUBLICATION_COLUMNS = (
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
)
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
        unknown = set(self.columns) - {*CONTENT_COLUMNS, *PUBLICATION_COLUMNS}
        if unknown:
            raise ValueError(f"Not to be changed in bulk: {sorted(unknown)}")
