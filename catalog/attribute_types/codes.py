"""The codes of the types that the catalog comes with, for defaults, demo data and tests.

Nobody decides by them what to do with a value: the types themselves say it, and there may be
others. `catalog.attribute_types.registry` knows them all.
"""

from enum import StrEnum


class TypeCode(StrEnum):
    """What stands in `Attribute.type` and in `AttributeColumn.type`."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    RICH_TEXT = "rich_text"
    NUMBER = "number"
    MEASURE = "measure"
    BOOLEAN = "boolean"
    DATE = "date"
    CHOICE = "choice"
    MULTIPLE_CHOICE = "multiple_choice"
    PRODUCT = "product"
    ASSET = "asset"
    URL = "url"
    TABLE = "table"
