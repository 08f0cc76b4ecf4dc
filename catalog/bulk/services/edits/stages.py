"""The proposal of a bulk edit: one SELECT, each operation a stage that reads the one before."""

from psycopg.sql import SQL, Composable, Identifier

from accounts.models import User
from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.edits.attribute_stages import attribute_stage
from catalog.bulk.services.edits.field_stages import field_stage
from catalog.bulk.services.edits.lifecycle import lifecycle_proposal
from catalog.bulk.services.edits.model import EditModel
from catalog.bulk.services.edits.operations import COLUMNS, FIELD_ACTIONS, PRODUCT, operations_of
from catalog.bulk.services.edits.reasons import standing_reasons
from catalog.bulk.services.edits.stage import Stage
from catalog.products.write_policy import Write, reasons_sql

# What a stage hands on; the first two only to judge by.
STATE = (
    "product_id",
    "parent_id",
    "values",
    "channel_values",
    "name",
    "description",
    "status",
    "family_id",
    "category_id",
    "categories",
    "reasons",
)

# Subqueries stay apart by OFFSET 0: flattened, each stage would repeat the ones before.
_BASE = """
SELECT product.id AS product_id, product.parent_id,
    product.values, product.channel_values, product.name, product.description, product.status,
    product.family_id, product.category_id, {categories} AS categories,
    {reasons} AS reasons
FROM chosen JOIN catalog_product AS product ON product.id = chosen.product_id
OFFSET 0
"""
_CATEGORIES = """
ARRAY(SELECT category_id FROM catalog_product_additional_categories
    WHERE product_id = product.id ORDER BY 1)
"""


def edit_proposal(
    change: BulkChange, *, user: User | None, spares_published: bool = False
) -> Proposal:
    """What the operations of `change`, one after the other, make of each product.

    `user` applies them: what somebody else has locked is refused, and with `spares_published` what
    is published. Raises JobError where an operation names what the catalog has no more.
    """
    operations = operations_of(change)
    if operations[0].target == PRODUCT:
        return lifecycle_proposal(
            operations[0].action, user=user, spares_published=spares_published
        )
    model = EditModel(change.pk, operations)
    touches_categories = any(one.target == "additional_categories" for one in operations)
    statement = SQL(_BASE).format(
        categories=SQL(_CATEGORIES if touches_categories else "NULL::bigint[]"),
        reasons=reasons_sql(standing_reasons(Write.ROW, user, spares_published=spares_published)),
    )
    for operation in operations:
        make = attribute_stage if operation.attribute_code else field_stage
        statement = _staged(statement, make(operation, model))
    columns = [name for name in FIELD_ACTIONS if any(one.target == name for one in operations)]
    return Proposal(
        statement,
        columns=[COLUMNS.get(name, name) for name in columns if name != "additional_categories"],
        categories=touches_categories,
    )


def _staged(statement: Composable, stage: Stage) -> Composable:
    for name, expression in stage.steps:
        statement = SQL("SELECT stage.*, {} AS {} FROM ({}) AS stage OFFSET 0").format(
            expression, Identifier(name), statement
        )
    given = dict(stage.columns)
    if stage.reasons:
        given["reasons"] = SQL("reasons || {}").format(reasons_sql(stage.reasons))
    selected = [
        SQL("{} AS {}").format(given.get(name, Identifier(name)), Identifier(name))
        for name in STATE
    ]
    return SQL("SELECT {} FROM ({}) AS stage OFFSET 0").format(SQL(", ").join(selected), statement)
