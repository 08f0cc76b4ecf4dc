"""Table: a list of rows, each {column code: cell}; a cell is read by the type of its column."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.attribute_types.base import AttributeType, Comparison, Facet, Input, Section
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import (
    CellAttribute,
    DescribedAttribute,
    HasUnit,
    LabelledAttribute,
)
from catalog.attribute_types.registry import attribute_type
from catalog.attribute_types.rules import Reads, Rule, row_rules
from catalog.attribute_types.texts import can_be_stored, cleaned, cleaned_sql, quoted

MOST_ROWS = 500
LONGEST_CELL = 1000
LONGEST_CODE = 64


class Table(AttributeType):
    """Rows of cells."""

    code = TypeCode.TABLE.value
    label = gettext_lazy("Table")
    examples = ('[{"size": "M"}]',)
    is_stored_as_text = False
    is_document = True
    holds_several = True
    has_columns = True
    has_text = False
    rule_fields = ("min_items", "max_items")
    comparison = Comparison.ROWS
    can_be_unique = False
    field_type = "list"
    facet = Facet.NONE
    input = Input.TABLE
    is_edited_in_lists = False
    section = Section.TABLE

    # Reading.

    def read(self, attribute: DescribedAttribute, value: Any) -> list[dict] | None:
        """The rows that say something; raises ValidationError that names row and column."""
        rows = self._parsed(attribute, value)
        columns = {column.code: column for column in _columns(attribute)}
        read = [_row(attribute, columns, number, row) for number, row in enumerate(rows, 1)]
        return [row for row in read if row] or None

    def _parsed(self, attribute: DescribedAttribute, value: Any) -> list:
        try:
            rows = (
                json.loads(value, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
                if isinstance(value, str)
                else value
            )
        except (ValueError, ArithmeticError, RecursionError):
            rows = None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.refused(attribute, value)
        if len(rows) > MOST_ROWS:
            raise ValidationError(_too_many(attribute), code="type")
        return rows

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`, jsonb; NULL where it raises, and where no row says anything."""
        return SQL(
            "(SELECT CASE WHEN bool_and(problem IS NULL) THEN {rows} END FROM ({read}) AS line)"
        ).format(
            rows=SQL("jsonb_agg(cells ORDER BY place) FILTER (WHERE cells <> '{{}}')").format(),
            read=_rows_sql(attribute, text),
        )

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """What a table looks like."""
        return _(
            "%(label)s must be a table: a list of rows, each an object keyed by column code."
        ) % {"label": attribute.label}

    def unreadable_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """The first thing that is wrong, by row and column."""
        return SQL(
            "CASE WHEN {rows} IS NULL THEN {no_table} WHEN jsonb_array_length({rows}) > {most}"
            " THEN {too_many} ELSE (SELECT problem FROM ({read}) AS line"
            " WHERE problem IS NOT NULL ORDER BY place LIMIT 1) END"
        ).format(
            rows=SQL("catalog_json_rows({})").format(text),
            no_table=Literal(self.unreadable(attribute)),
            most=Literal(MOST_ROWS),
            too_many=Literal(_too_many(attribute)),
            read=_rows_sql(attribute, text),
        )

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """How many rows there are."""
        return row_rules(attribute)

    def reading_sql(
        self, attribute: DescribedAttribute, reads: Reads, plain: Composable
    ) -> Composable:
        """How many rows there are."""
        return SQL("jsonb_array_length(CASE jsonb_typeof({0}) WHEN 'array' THEN {0} END)").format(
            plain
        )

    # Writing and showing.

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """The JSON of the rows."""
        return json.dumps(stored, ensure_ascii=False) if stored is not None else ""

    def written_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `written`, in which the blanks are the database's."""
        return SQL("({})::text").format(stored)

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The cells of a row after each other."""
        return "; ".join(", ".join(row) for row in table_cells(attribute, stored))

    def standard(self, attribute: HasUnit, stored: Any) -> None:
        """None: tables are not compared."""
        return None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """NULL."""
        return SQL("NULL::text")

    def can_convert(
        self, attribute: DescribedAttribute, kind: AttributeType, source: DescribedAttribute
    ) -> bool:
        """Two tables have columns of their own, and no text says what a table does."""
        return kind.code == self.code and source.pk == attribute.pk

    def words(self, attribute: LabelledAttribute, stored: Any) -> Iterable[str]:
        """The cells."""
        rows = (
            [row for row in stored if isinstance(row, Mapping)] if isinstance(stored, list) else []
        )
        return [str(cell) for row in rows for cell in row.values()]

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A list of objects with a key a column."""
        cells = {one.code: attribute_type(one.type).json_schema(one) for one in _columns(attribute)}
        row = {"type": "object", "properties": cells, "additionalProperties": False}
        return {"type": "array", "items": row, "maxItems": MOST_ROWS}


def _columns(attribute: DescribedAttribute) -> list[CellAttribute]:
    return [
        CellAttribute(one.pk, one.code, one.label, one.type, one.unit)
        for one in attribute.columns.all()
    ]


def table_cells(attribute: LabelledAttribute, stored: Any) -> list[list[str]]:
    """The rows of a table as texts, a cell for each column of the attribute."""
    rows = [row for row in stored if isinstance(row, dict)] if isinstance(stored, list) else []
    return [[_shown(column, row.get(column.code)) for column in attribute.columns] for row in rows]


def _shown(column: LabelledAttribute, cell: Any) -> str:
    return "" if cell is None else attribute_type(column.type).shown(column, cell)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _too_many(attribute: DescribedAttribute) -> str:
    return _("%(label)s can have at most %(limit)d rows.") % {
        "label": attribute.label,
        "limit": MOST_ROWS,
    }


def _strange(attribute: DescribedAttribute) -> str:
    return _("%(label)s, row {row}: there is no column “{column}”.") % {"label": attribute.label}


def _problem(attribute: DescribedAttribute, column: CellAttribute) -> str:
    """What is told of a cell that cannot be read; the row stands for {row}."""
    words = _("%(label)s, row {row}: %(problem)s") % {
        "label": attribute.label,
        "problem": attribute_type(column.type).unreadable(column),
    }
    longest = _("It can have at most %(limit)d characters.") % {"limit": LONGEST_CELL}
    return f"{words} {longest}" if attribute_type(column.type).is_free_text else words


def _row(
    attribute: DescribedAttribute, columns: dict[str, CellAttribute], number: int, row: dict
) -> dict[str, Any]:
    """The filled cells of a row in the order of the columns."""
    strange = next((code for code in row if code not in columns), None)
    if strange is not None:
        words = _strange(attribute).replace("{row}", str(number))
        raise ValidationError(words.replace("{column}", quoted(strange, LONGEST_CODE)), code="type")
    cells = {}
    for code, column in columns.items():
        text = _text(row.get(code))
        if text == "":
            continue
        try:
            cells[code] = _cell(column, text)
        except ValidationError:
            words = _problem(attribute, column).replace("{row}", str(number))
            raise ValidationError(words, code="type") from None
    return cells


def _text(cell: Any) -> Any:
    """The text of a cell; what is neither a text nor a number nor yes or no stays what it is."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    # Written out, a longer number could fill the memory.
    if isinstance(cell, Decimal) and abs(cell.adjusted()) <= LONGEST_CELL:
        return f"{cell if cell else abs(cell):f}"
    return cleaned(str(cell)) if isinstance(cell, str | int) else cell


def _cell(column: CellAttribute, text: Any) -> Any:
    kind = attribute_type(column.type)
    if not isinstance(text, str) or not can_be_stored(text) or len(text) > LONGEST_CELL:
        raise kind.refused(column, text)
    return kind.read(column, text)


def _rows_sql(attribute: DescribedAttribute, text: Composable) -> Composable:
    """SQL of a row for each row of a table: its `place`, `cells` (jsonb) and first `problem`."""
    columns = _columns(attribute)
    cells = [_cell_sql(number, column) for number, column in enumerate(columns)]
    problems = [
        SQL("WHEN {text} IS NOT NULL AND {value} IS NULL THEN {problem}").format(
            text=_name("t", number),
            value=_name("v", number),
            problem=Literal(_problem(attribute, column)),
        )
        for number, column in enumerate(columns)
    ]
    pairs = [
        SQL("{}::text, {}").format(Literal(column.code), _name("v", number))
        for number, column in enumerate(columns)
    ]
    return SQL(
        "SELECT place, jsonb_strip_nulls(jsonb_build_object({pairs})) AS cells,"
        " replace(CASE WHEN strange IS NOT NULL THEN replace({words}, '{{column}}', strange)"
        " {problems} END, '{{row}}', place::text) AS problem"
        " FROM (SELECT numbered.*, (SELECT left(key, {longest}) FROM jsonb_object_keys(line) AS key"
        " WHERE key <> ALL ({codes}::text[]) LIMIT 1) AS strange"
        " FROM (SELECT catalog_json_rows({text}) AS rows OFFSET 0) AS parsed, jsonb_array_elements("
        "CASE WHEN jsonb_array_length(rows) <= {most} THEN rows END)"
        " WITH ORDINALITY AS numbered(line, place)) AS numbered"
        " {cells}"
    ).format(
        pairs=SQL(", ").join(pairs),
        words=Literal(_strange(attribute)),
        problems=SQL(" ").join(problems) if problems else SQL("WHEN false THEN ''"),
        longest=Literal(LONGEST_CODE),
        codes=Literal([column.code for column in columns]),
        text=text,
        most=Literal(MOST_ROWS),
        cells=SQL(" ").join(cells),
    )


def _name(letter: str, number: int) -> Composable:
    return Identifier(f"{letter}{number}")


def _cell_sql(number: int, column: CellAttribute) -> Composable:
    """SQL of the text of a cell, and of what it is read as (jsonb), to be joined to the rows."""
    kind = attribute_type(column.type)
    cell = SQL("(line -> {})").format(Literal(column.code))
    is_text = SQL(
        "jsonb_typeof({cell}) IN ('string', 'number', 'boolean')"
        " AND char_length({text}) <= {longest}"
    ).format(cell=cell, text=_name("t", number), longest=Literal(LONGEST_CELL))
    plain = kind.json_sql(column, _name("p", number))
    return SQL(
        "CROSS JOIN LATERAL (SELECT {cleaned} AS {text} OFFSET 0) AS {text}"
        " CROSS JOIN LATERAL (SELECT CASE WHEN {is_text} THEN {plain} END AS {name} OFFSET 0)"
        " AS {name}"
        " CROSS JOIN LATERAL (SELECT ({json})::jsonb AS {value} OFFSET 0) AS {value}"
    ).format(
        cleaned=cleaned_sql(SQL("({} #>> '{{}}')").format(cell)),
        text=_name("t", number),
        is_text=is_text,
        plain=kind.plain_sql(column, _name("t", number)),
        name=_name("p", number),
        json=plain,
        value=_name("v", number),
    )
