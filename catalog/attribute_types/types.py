"""The types that attributes and columns can have, and what the rules have to know of either."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AttributeType(TextChoices):
    """What the values of an attribute are."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    RICH_TEXT = "rich_text", _("Rich text")
    NUMBER = "number", _("Number")
    MEASURE = "measure", _("Measure (number with unit)")
    BOOLEAN = "boolean", _("Yes or no")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Single choice")
    MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
    PRODUCT = "product", _("Reference to a product")
    ASSET = "asset", _("Reference to an asset")
    URL = "url", _("Web address")
    TABLE = "table", _("Table")


class ColumnType(TextChoices):
    """What the cells of a column of a table are."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    BOOLEAN = "boolean", _("Yes or no")
    DATE = "date", _("Date")


class DescribedColumn(Protocol):
    """What the rules have to know of a column of a table."""

    code: str
    label: str
    type: str


class DescribedColumns(Protocol):
    """The columns of a table, in their order."""

    def all(self) -> Iterable[DescribedColumn]:
        """Each of them."""


class DescribedAttribute(Protocol):
    """What the rules have to know of an attribute: its type, and the limits of its values.

    `earliest` and `latest` are days as editors write them ("today-30"), empty for none.
    """

    code: str
    label: str
    type: str
    unit: str
    minimum: Decimal | None
    maximum: Decimal | None
    decimal_places: int | None
    min_length: int | None
    max_length: int | None
    pattern: str
    earliest: str
    latest: str
    min_items: int | None
    max_items: int | None
    url_schemes: Sequence[str]

    @property
    def columns(self) -> DescribedColumns:
        """The columns, where it is a table."""
