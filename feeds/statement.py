"""Compiles a feed to SQL: one statement, so that the file shows one moment of the catalog.

COPY takes no parameters: every value that a person typed becomes a constant quoted by the database
driver, and headers are data or quoted names, never SQL.
"""

import csv
import io
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.quality.queries.publication import kept_out_sql
from catalog.segments.compilation import segment_products
from catalog.segments.rights import FilterRights
from console.numbers import is_json_number_sql
from console.spreadsheets import harmless, harmless_sql
from exchange.registry import Field, FieldContext, FieldType, fields, join_clauses
from exchange.transforms import TransformError, chain_sql, chain_type, parse_transforms
from exchange.transforms.base import evaluated_once, literal
from feeds.exceptions import FeedError
from feeds.models import Feed, FeedColumn
from feeds.models.feed import LONGEST_HEADER

# A line of JSON holds no control characters, so CSV with these quotes nothing and escapes nothing.
JSON_LINES = "(FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01', ENCODING 'UTF8')"
CSV = "(FORMAT csv, ENCODING 'UTF8')"


@dataclass(frozen=True, slots=True)
class CompiledColumn:
    """A column of the file: its header, the SQL of its text, and the attribute behind it."""

    header: str
    text: Composable
    type: FieldType
    list: Composable | None = None
    may_hold_formulas: bool = True
    attribute: str = ""

    def typed(self, *, careful: bool) -> Composable:
        """The value as JSON shows it: numbers bare and exact, yes/no bare, lists as arrays.

        Where a text may stand among the numbers, `careful` writes it as a text; it takes a
        quarter longer, and without it the statement fails on such a text.
        """
        match self.type:
            case FieldType.NUMBER if careful:
                return evaluated_once(
                    self.text,
                    "CASE WHEN {is_number} THEN to_json(given.value::numeric)"
                    " ELSE to_json(given.value) END",
                    is_number=is_json_number_sql(SQL("given.value")),
                )
            case FieldType.NUMBER:
                return SQL("({})::numeric").format(self.text)
            case FieldType.BOOLEAN if careful:
                return evaluated_once(
                    self.text,
                    "CASE WHEN given.value IN ('true', 'false')"
                    " THEN to_json(given.value::boolean) ELSE to_json(given.value) END",
                )
            case FieldType.BOOLEAN:
                return SQL("({})::boolean").format(self.text)
            case FieldType.LIST if self.list is not None:
                return self.list
        return self.text


@dataclass(frozen=True, slots=True)
class FeedStatement:
    """A feed as SQL."""

    format: str
    columns: tuple[CompiledColumn, ...]
    joins: Composable
    condition: Composable
    # What a person needs who reads the rows.
    permissions: tuple[str, ...]
    # Chosen, but kept out of the channel by errors; None where no rule can do that.
    kept_out: Composable | None = None
    # Whether a text that a spreadsheet would run becomes one that it shows.
    is_neutralized: bool = False

    @property
    def headers(self) -> list[str]:
        """The headers in order, as the file has them."""
        headers = [column.header for column in self.columns]
        return [harmless(header) for header in headers] if self.is_neutralized else headers

    @property
    def first_line(self) -> bytes:
        """What stands in the file before the rows."""
        if self.format != Feed.Format.CSV:
            return b""
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(self.headers)
        return line.getvalue().encode()

    def copy(self, *, careful: bool = False) -> str:
        """The COPY statement that gives the rows as the bytes of the file."""
        if self.format == Feed.Format.CSV:
            return self._as_text(SQL("COPY ({}) TO STDOUT {}"), self._rows(), SQL(CSV))
        names = SQL(", ").join(
            SQL("{} AS {}").format(column.typed(careful=careful), Identifier(column.header))
            for column in self.columns
        )
        template = SQL("COPY (SELECT row_to_json(line) FROM ({}) AS line) TO STDOUT {}")
        return self._as_text(template, self._select(names), SQL(JSON_LINES))

    def first_rows(self, limit: int) -> str:
        """The key of the product and the texts of the first rows, for people to look at."""
        return self._as_text(SQL("{} LIMIT {}"), self._rows(with_keys=True), Literal(limit))

    def count(self) -> str:
        """How many rows there are now, without working any of them out."""
        template = SQL("SELECT count(*) FROM catalog_product product WHERE {}")
        return self._as_text(template, self._goes_out())

    def count_kept_out(self) -> str:
        """How many products are left out because their errors block the channel."""
        template = SQL("SELECT count(*) FROM catalog_product product WHERE {} AND {}")
        return self._as_text(template, self.condition, self.kept_out or SQL("false"))

    def _goes_out(self) -> Composable:
        if self.kept_out is None:
            return self.condition
        return SQL("{} AND NOT ({})").format(self.condition, self.kept_out)

    def _rows(self, *, with_keys: bool = False) -> Composable:
        """The rows as texts.

        Formulas are looked for in rows that are made already: so each text is worked out once,
        and the planner takes the order from within.
        """
        if not self.is_neutralized:
            keys = [SQL("product.id")] if with_keys else []
            return self._select(SQL(", ").join([*keys, *(one.text for one in self.columns)]))
        names = [Identifier(f"c{position}") for position in range(len(self.columns))]
        made = SQL(", ").join(
            SQL("{} AS {}").format(column.text, name)
            for column, name in zip(self.columns, names, strict=True)
        )
        return SQL("SELECT {} FROM ({} OFFSET 0) AS line ORDER BY key").format(
            SQL(", ").join(
                [
                    *([SQL("key")] if with_keys else []),
                    *(
                        harmless_sql(name) if column.may_hold_formulas else name
                        for column, name in zip(self.columns, names, strict=True)
                    ),
                ]
            ),
            self._select(SQL("product.id AS key, {}").format(made)),
        )

    def _select(self, columns: Composable) -> Composable:
        """Rows in an order that stays, so that two files can be compared."""
        return SQL("SELECT {} FROM catalog_product product {} WHERE {} ORDER BY product.id").format(
            columns, self.joins, self._goes_out()
        )

    @staticmethod
    def _as_text(template: SQL, *parts: Composable) -> str:
        with connection.cursor() as cursor:
            return template.format(*parts).as_string(cursor.connection)


def compile_feed(feed: Feed) -> FeedStatement:
    """The statement of a feed; raises FeedError, naming the column that is wrong."""
    context = FieldContext(locale=feed.locale, channel=feed.channel.code)
    known = fields(context)
    stored = list(feed.columns.all())
    if not stored:
        raise FeedError(_("This feed has no columns. Add at least one."))
    columns = tuple(_compile_column(column, known) for column in stored)
    used = [known[column.source] for column in stored if column.source]
    permissions = {field.permission for field in used} | _rights_of_segment(feed)
    return FeedStatement(
        format=feed.format,
        columns=columns,
        joins=join_clauses(used),
        condition=_chosen_products(feed),
        permissions=tuple(sorted(permissions - {""})),
        kept_out=kept_out_sql(feed.channel),
        is_neutralized=feed.is_neutralized,
    )


def _compile_column(column: FeedColumn, known: dict[str, Field]) -> CompiledColumn:
    """One column as SQL; raises FeedError."""
    field = known.get(column.source)
    if column.source and field is None:
        raise FeedError(
            _(
                "Column “%(column)s”: the field “%(field)s” does not exist or was deleted. "
                "Choose another field, or remove the column."
            )
            % {"column": column.header, "field": column.source}
        )
    if len(column.header.encode()) > LONGEST_HEADER:
        raise FeedError(
            _("Column “%(column)s”: the header is longer than %(limit)d bytes.")
            % {"column": column.header, "limit": LONGEST_HEADER}
        )
    try:
        chain = parse_transforms(column.transforms.get_prep_value())
    except TransformError as error:
        raise FeedError(
            _("Column “%(column)s”: %(reason)s") % {"column": column.header, "reason": error}
        ) from error
    if field is None:
        value = literal(column.constant) if column.constant else SQL("NULL::text")
        field_type, as_list = FieldType.TEXT, None
    else:
        value, field_type, as_list = field.expression, field.type, field.list_expression
    return CompiledColumn(
        header=column.header,
        text=chain_sql(value, chain),
        type=chain_type(field_type, chain),
        list=None if chain else as_list,
        may_hold_formulas=bool(chain) or field is None or field.may_hold_formulas,
        attribute=field.attribute if field else "",
    )


def _rights_of_segment(feed: Feed) -> frozenset[str]:
    """The rows tell which products meet the conditions of the segment."""
    return FilterRights().of(feed.segment.filter) if feed.segment else frozenset()


def _chosen_products(feed: Feed) -> Composable:
    """The condition over `product` that chooses the rows: published, and of the segment."""
    if feed.segment is None:
        return SQL("product.live")
    try:
        products = segment_products(feed.segment.filter).filter(live=True)
        statement, parameters = products.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return SQL("false")
    except ValidationError as error:
        raise FeedError(
            _("Segment “%(segment)s”: %(reason)s")
            % {"segment": feed.segment, "reason": " ".join(error.messages)}
        ) from error
    return SQL("product.id IN ({})").format(SQL(mogrify(statement, parameters, connection)))
