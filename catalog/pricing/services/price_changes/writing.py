"""Carries the kept rows of a change of prices from one side to the other, set-wise."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from accounts.right_holders import holders_of
from catalog.pricing.models import Price, PriceChange
from catalog.pricing.services.versions import renew_in_versions
from catalog.products.locks import lock_rows_sql
from catalog.products.services.part_rows import Table, history_of
from catalog.products.services.statements import execute, fetch
from catalog.products.write_policy import Write, reasons_sql, refusing_conditions
from console.postgresql.advisory_locks import AdvisoryLock, lock_until_commit

PRICES = Table(Price, "id")
ADD, DELETE = "catalog.add_price", "catalog.delete_price"

_PRODUCTS = (
    "SELECT product_id FROM catalog_pricechangerow WHERE change_id = {change} AND outcome = {asked}"
)
# Whoever changes the currency of a list, or deletes it, waits.
_LOCK_LISTS = """
SELECT count(*) FROM (SELECT FROM catalog_pricelist WHERE id IN (
    SELECT price_list_id FROM catalog_pricechangerow
    WHERE change_id = {change} AND outcome = {asked}
) ORDER BY id FOR SHARE) AS locked
"""

# One row for each row of the change, with the prices that it leaves and those that it writes.
_CELLS = """
SELECT kept.place, kept.product_id, kept.price_list_id, kept.{source} AS source,
    kept.{target} AS target,
    ARRAY(SELECT (entry ->> 'id')::bigint FROM jsonb_array_elements(kept.before || kept.after)
        AS entry) AS keys
FROM catalog_pricechangerow AS kept WHERE kept.change_id = {change} AND kept.outcome = {asked}
"""
_JUDGE = """
WITH cell AS MATERIALIZED ({cells}), judged AS (
    SELECT cell.place, array_remove(ARRAY[
        CASE WHEN product.id IS NULL THEN {no_product} END,
        CASE WHEN list.id IS NULL THEN {no_list} END,
        CASE WHEN {differs} THEN {changed} END,
        CASE WHEN jsonb_array_length(cell.target) > jsonb_array_length(cell.source)
            AND NOT {may_add} THEN {adds} END,
        CASE WHEN jsonb_array_length(cell.target) < jsonb_array_length(cell.source)
            AND NOT {may_delete} THEN {deletes} END,
        CASE WHEN NOT ({differs}) AND EXISTS (
            SELECT FROM jsonb_populate_recordset(NULL::catalog_price, cell.target) AS new
            JOIN catalog_price AS other ON other.product_id = new.product_id
                AND other.price_list_id = new.price_list_id
                AND other.minimum_quantity = new.minimum_quantity
                AND daterange(other.valid_from, other.valid_until, '[]')
                    && daterange(new.valid_from, new.valid_until, '[]')
            WHERE other.id <> ALL (cell.keys)
        ) THEN {overlaps} END,
        CASE WHEN EXISTS (
            SELECT FROM jsonb_populate_recordset(NULL::catalog_price, cell.target) AS new
            WHERE NOT catalog_is_payable(new.amount, list.currency)
        ) THEN {unpayable} END
    ], NULL) || {policy} AS reasons
    FROM cell LEFT JOIN catalog_product AS product ON product.id = cell.product_id
    LEFT JOIN catalog_pricelist AS list ON list.id = cell.price_list_id
)
UPDATE catalog_pricechangerow AS kept SET outcome = {refused}, reasons = judged.reasons
FROM judged WHERE kept.change_id = {change} AND kept.place = judged.place
    AND cardinality(judged.reasons) > 0
"""
_DIFFERS = """
ARRAY(SELECT price FROM catalog_price AS price WHERE price.id = ANY (cell.keys) ORDER BY price.id)
IS DISTINCT FROM ARRAY(SELECT old FROM jsonb_populate_recordset(NULL::catalog_price, cell.source)
    AS old ORDER BY old.id)
"""

_DELETE = """
WITH cell AS ({cells}), gone AS (
    DELETE FROM catalog_price AS price USING cell,
        jsonb_populate_recordset(NULL::catalog_price, cell.source) AS old
    WHERE price.id = old.id AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(cell.target) AS new WHERE (new ->> 'id')::bigint = old.id)
    RETURNING {returned}
)
{history}
"""
_UPDATE = """
WITH cell AS ({cells}), written AS (
    UPDATE catalog_price AS price SET {assignments} FROM cell,
        jsonb_populate_recordset(NULL::catalog_price, cell.target) AS new
    WHERE price.id = new.id AND price IS DISTINCT FROM new
    RETURNING {returned}
)
{history}
"""
_INSERT = """
WITH cell AS ({cells}), added AS (
    INSERT INTO catalog_price ({columns}) SELECT {new} FROM cell,
        jsonb_populate_recordset(NULL::catalog_price, cell.target) AS new
    WHERE NOT EXISTS (SELECT FROM catalog_price AS price WHERE price.id = new.id)
    RETURNING {columns}
)
{history}
"""
_DONE = """
WITH done AS (
    UPDATE catalog_pricechangerow SET outcome = {written}
    WHERE change_id = {change} AND outcome = {asked}
    RETURNING product_id, before || after AS rows
)
SELECT product_id, (entry ->> 'id')::bigint FROM done, jsonb_array_elements(done.rows) AS entry
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """From which side of the rows to which, and what those are called before and afterwards."""

    source: str
    target: str
    asked: str
    written: str
    refused: str


def no_right_to_add() -> str:
    """What to say to who may change prices and not add any."""
    words = _(
        "This price does not exist yet, and you do not have permission to add prices. "
        "Ask %(roles)s."
    )
    return words % {"roles": holders_of(ADD)}


def no_right_to_delete() -> str:
    """What to say to who may change prices and not delete any."""
    return _("You do not have permission to delete prices. Ask %(roles)s.") % {
        "roles": holders_of(DELETE)
    }


def carry(change: PriceChange, way: Carry, user: User) -> int:
    """Write the rows of `change` that nothing is in the way of; returns how many these are.

    In the caller's transaction. The others keep the reasons: a price that is not what the change
    knows, a new one for days that another has, a product that this person may not write now.
    """
    lock_until_commit(AdvisoryLock.PRODUCT_WRITES)
    names = {
        "change": Literal(change.pk),
        "asked": Literal(way.asked),
        "written": Literal(way.written),
        "refused": Literal(way.refused),
        "source": Identifier(way.source),
        "target": Identifier(way.target),
    }
    fetch(lock_rows_sql(SQL(_PRODUCTS).format(**names)))
    fetch(SQL(_LOCK_LISTS).format(**names))
    cells = SQL(_CELLS).format(**names)
    execute(_judge_sql(cells, names, user))
    for statement in _write_sql(cells, change, user):
        execute(statement)
    written = fetch(SQL(_DONE).format(**names))
    products, keys = ({row[axis] for row in written} for axis in range(2))
    renew_in_versions(keys=keys, product_ids=products)
    return change.rows.filter(outcome=way.written).count()


def _judge_sql(cells: Composable, names: dict[str, Composable], user: User) -> Composable:
    return SQL(_JUDGE).format(
        cells=cells,
        differs=SQL(_DIFFERS),
        policy=reasons_sql(refusing_conditions(Write.PART, user, parts=["prices"])),
        may_add=Literal(user.has_perm(ADD)),
        may_delete=Literal(user.has_perm(DELETE)),
        adds=Literal(no_right_to_add()),
        deletes=Literal(no_right_to_delete()),
        no_product=Literal(_("The product has been deleted.")),
        no_list=Literal(_("The price list has been deleted.")),
        changed=Literal(_("Someone has changed this price since you opened it.")),
        overlaps=Literal(_("Someone has entered a price for the same days.")),
        unpayable=Literal(_("The price list now has a currency without decimals.")),
        **names,
    )


def _write_sql(cells: Composable, change: PriceChange, user: User) -> list[Composable]:
    """Away with what goes, then what becomes shorter or longer, then what is new.

    In this order no two prices ever hold on the same day.
    """
    reason = change.way.reason(change.pk)
    columns = PRICES.columns
    names = SQL(", ").join(map(Identifier, columns))
    returned = SQL(", ").join(Identifier("price", column) for column in columns)

    def history(kind: str, rows: str) -> Composable:
        return history_of(PRICES, kind, rows, reason=reason, user_id=user.pk)

    return [
        SQL(_DELETE).format(cells=cells, returned=returned, history=history("-", "gone")),
        SQL(_UPDATE).format(
            cells=cells,
            returned=returned,
            history=history("~", "written"),
            assignments=SQL(", ").join(
                SQL("{0} = new.{0}").format(Identifier(column))
                for column in columns
                if column != "id"
            ),
        ),
        SQL(_INSERT).format(
            cells=cells,
            columns=names,
            new=SQL(", ").join(Identifier("new", column) for column in columns),
            history=history("+", "added"),
        ),
    ]
