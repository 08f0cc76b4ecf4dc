"""The statement that checks a staged file: one row in, one judged row out.

Built in layers, each a subquery that the planner may not merge (OFFSET 0), so that a cell is
converted once however often it is used: cells (trimmed text), converted (values), given (product
columns and attribute values), judged (matched with the catalog, with reasons for rejection).
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from psycopg.sql import NULL, SQL, Composable, Identifier, Literal

from accounts.models import User
from console.spelling import trimmed_sql
from exchange.transforms import chain_sql
from imports.models import ImportProfile
from imports.staging_tables import StagingTables

from .conversions import Problem
from .row_rules import future_key, row_problems, stray_values
from .spellings import OtherSpellings, key_column, known_spelling
from .used_columns import PRODUCT_COLUMNS, UsedColumn, filled_columns
from .values import given_values, merged_values

SHOWN = 60

# What must be unique (and the family), as the product will have it.
KEYS = ["sku", "part_number", "brand_id", "family_id"]


def check_statement(
    tables: StagingTables,
    profile: ImportProfile,
    used: Sequence[UsedColumn],
    user: User | None,
    spellings: OtherSpellings = OtherSpellings.HOLD,
) -> Composable:
    """CREATE TABLE AS SELECT of every staged row, judged.

    The table has, for each row: `product_id` of the product it matches, the product columns and
    `values` it gives (NULL for nothing), `is_changed`, `key_...` as the product will have them,
    and `reasons` for rejection (an array, NULL when there is none). `user` is who imports.
    """
    given = _given(profile, used, _converted(used, tables), spellings)
    return SQL("CREATE UNLOGGED TABLE {table} AS {judged}").format(
        table=tables.checked, judged=_judged(profile, used, given, user)
    )


def _list(*items: Composable) -> Composable:
    return SQL(", ").join(items)


def _converted(used: Sequence[UsedColumn], tables: StagingTables) -> Composable:
    cells = [SQL("{} AS {}").format(_cell(column), column.text) for column in used]
    values = [SQL("{} AS {}").format(column.conversion.value, column.value) for column in used]
    return SQL(
        "SELECT {values} FROM (SELECT {cells} FROM {table} OFFSET 0) AS cells OFFSET 0"
    ).format(
        values=_list(SQL("cells.*"), *values),
        cells=_list(SQL("row_number, problem"), *cells),
        table=tables.staging,
    )


def _cell(column: UsedColumn) -> Composable:
    """The text of a cell after its transforms; NULL when nothing is left."""
    text = Identifier(f"c{column.position}")
    if not column.transforms:
        return text
    transformed = chain_sql(text, column.transforms)
    return SQL("nullif({}, '')").format(trimmed_sql(transformed))


def _given(
    profile: ImportProfile,
    used: Sequence[UsedColumn],
    converted: Composable,
    spellings: OtherSpellings,
) -> Composable:
    filled_by: dict[str, Composable] = {column.product_column: column.value for column in used}
    key = key_column(profile)
    if spellings == OtherSpellings.SAME and key in filled_by:
        filled_by[key] = known_spelling(key, profile, filled_by)
    columns = [
        SQL("{}::{} AS {}").format(filled_by.get(name, NULL), SQL(kind), Identifier(name))
        for name, kind in PRODUCT_COLUMNS.items()
    ]
    return SQL(
        "SELECT converted.*, {columns}, {values} AS values FROM ({converted}) AS converted OFFSET 0"
    ).format(columns=_list(*columns), values=given_values(used), converted=converted)


def _judged(
    profile: ImportProfile, used: Sequence[UsedColumn], given: Composable, user: User | None
) -> Composable:
    return SQL(
        "SELECT {judgement} FROM ({given}) AS given"
        " LEFT JOIN catalog_product product ON {match}"
        " LEFT JOIN (SELECT owner.family_id AS id, array_agg(attribute.code::text) AS codes"
        " FROM catalog_familyattribute owner JOIN catalog_attribute attribute"
        " ON attribute.id = owner.attribute_id GROUP BY owner.family_id) AS family"
        " ON family.id = {family}"
    ).format(
        judgement=_judgement(profile, used, user),
        given=given,
        match=_match(profile),
        family=future_key("family_id", profile),
    )


def _match(profile: ImportProfile) -> Composable:
    """Which product a row is about."""
    if profile.key == ImportProfile.Key.SKU:
        return SQL("product.sku = given.sku")
    return SQL(
        "product.brand_id = coalesce(given.brand_id, {}) AND product.part_number ="
        " given.part_number"
    ).format(Literal(profile.default_brand_id))


def _judgement(profile: ImportProfile, used: Sequence[UsedColumn], user: User | None) -> Composable:
    return _list(
        SQL("given.row_number, product.id AS product_id"),
        *(Identifier("given", name) for name in (*PRODUCT_COLUMNS, "values")),
        SQL("coalesce({}, false) AS is_changed").format(_is_changed(used)),
        *(
            SQL("CASE WHEN given.problem IS NULL THEN {} END AS {}").format(
                future_key(name, profile), Identifier(f"key_{name}")
            )
            for name in KEYS
        ),
        SQL("{} AS reasons").format(_reasons(profile, used, user)),
    )


def _is_changed(used: Sequence[UsedColumn]) -> Composable:
    differences = [
        SQL("coalesce(given.{0}, product.{0}) IS DISTINCT FROM product.{0}").format(
            Identifier(name)
        )
        for name in filled_columns(used)
    ]
    differences.append(SQL("{} <> product.values").format(merged_values(used, "product", "given")))
    return SQL("product.id IS NOT NULL AND ({})").format(SQL(" OR ").join(differences))


def _reasons(profile: ImportProfile, used: Sequence[UsedColumn], user: User | None) -> Composable:
    """What the reader found, else what is wrong with cells, else with the row as a whole."""
    in_cells = [
        _message_sql(problem, column.text, column.mapped.header)
        for column in used
        for problem in column.conversion.problems
    ]
    stray = SQL(
        "(SELECT string_agg(code, ', ' ORDER BY code) FROM jsonb_object_keys({}) AS code)"
    ).format(stray_values())
    in_row = [_message_sql(problem, stray) for problem in row_problems(profile, user)]
    return SQL(
        "CASE WHEN given.problem IS NOT NULL THEN ARRAY[given.problem] ELSE coalesce({}, {}) END"
    ).format(_without_nulls(in_cells), _without_nulls(in_row))


def _without_nulls(texts: Sequence[Composable]) -> Composable:
    return SQL("nullif(array_remove(ARRAY[{}]::text[], NULL), ARRAY[]::text[])").format(
        _list(*texts)
    )


def _message_sql(problem: Problem, shown: Composable, header: str = "") -> Composable:
    """The message of the problem where it occurs, with the cell in it, otherwise NULL."""
    message = problem.message
    if isinstance(message, Composable):
        return SQL("CASE WHEN {} THEN {} END").format(problem.condition, message)
    if header:
        message = _("Column “%(column)s”: ") % {"column": header} + message
    if "{value}" not in message:
        text = Literal(message)
    else:
        words = problem.shown or SQL("left({}, {})").format(shown, Literal(SHOWN))
        text = SQL("replace({}, '{{value}}', {})").format(Literal(message), words)
    return SQL("CASE WHEN {} THEN {} END").format(problem.condition, text)
