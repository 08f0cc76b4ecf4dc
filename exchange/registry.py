"""The fields that feeds may write and imports may fill.

Rooms that own products register a source of fields; the registry asks every source afresh each
time, so an attribute that an editor has just added is a field at once.

A field's expression is SQL over `product` (the row of catalog_product) and the aliases of its
joins. It yields text (NULL for nothing, never an empty text), exactly as a CSV file shows it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from psycopg.sql import SQL, Composable

from console.signed_in import User


class FieldType(StrEnum):
    """What the text of a field means; decides how JSON writes it and how an import reads it."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldContext:
    """For whom values are read: the language with its fallback, and the channel's own values.

    An empty channel reads (and, in an import, writes) the values that hold for every channel.
    """

    locale: str = settings.LANGUAGE_CODE
    fallback_locale: str = settings.LANGUAGE_CODE
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """A join that expressions need; joins of one alias are written once.

    `clause` begins with LEFT JOIN or JOIN, defines `alias`, and keeps one row a product.
    """

    alias: str
    clause: Composable


# Their values are checked by whatever writes them, and no sign begins one but that of a number.
CHECKED_TYPES = frozenset({FieldType.NUMBER, FieldType.BOOLEAN, FieldType.DATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is known about a product.

    `code` is what feeds and profiles store ("sku", "values.length", "values.length.unit").
    `list_expression` yields the JSON array of a LIST field. `is_writable` says that an import may
    fill the field; `attribute` is the code of the attribute behind it, where there is one.
    `permission`, where given ("app.codename"), is what a person needs who reads the field.
    `is_code` says that its texts are codes or digits, wherever they were written.
    """

    code: str
    label: str
    group: str
    expression: Composable
    type: FieldType = FieldType.TEXT
    joins: tuple[Join, ...] = ()
    list_expression: Composable | None = None
    is_writable: bool = False
    attribute: str = ""
    permission: str = ""
    is_code: bool = False

    @property
    def may_hold_formulas(self) -> bool:
        """Whether a spreadsheet could take one of its texts for a formula."""
        return not self.is_code and self.type not in CHECKED_TYPES

    def may_be_read_by(self, user: User | None) -> bool:
        """Whether `user` may read it; without a user it is the site itself that reads."""
        return user is None or not self.permission or user.has_perm(self.permission)


FieldSource = Callable[[FieldContext], Iterable[Field]]

_sources: dict[FieldSource, int] = {}


def register_field_source(source: FieldSource, *, order: int = 0) -> None:
    """Add a source of fields; called once, from `AppConfig.ready()` of the room that owns them.

    Menus show the fields of a lower `order` first, and those of one order as they were registered.
    """
    _sources.setdefault(source, order)


def fields(context: FieldContext) -> dict[str, Field]:
    """Every field by its code, in the order of the sources; reads the database each time."""
    known: dict[str, Field] = {}
    for source in sorted(_sources, key=_sources.__getitem__):
        for field in source(context):
            if field.code in known:
                raise ValueError(f"Two sources register the field {field.code!r}.")
            known[field.code] = field
    return known


def grouped_choices(known: Iterable[Field]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Fields as the grouped choices of a select: [(group, [(code, label), ...]), ...]."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for field in known:
        groups.setdefault(field.group, []).append((field.code, field.label))
    return list(groups.items())


def join_clauses(used: Iterable[Field]) -> Composable:
    """The joins that these fields need, each alias once."""
    joins = {join.alias: join.clause for field in used for join in field.joins}
    return SQL("\n").join(joins.values())
