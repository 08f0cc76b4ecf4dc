"""The types whose values need no record of the catalog."""


def register_attribute_types() -> None:
    """Texts, numbers, days, yes and no, addresses, assets and tables."""
    from catalog.attribute_types.registry import register_attribute_type
    from catalog.attribute_types.types.asset import Asset
    from catalog.attribute_types.types.boolean import Boolean
    from catalog.attribute_types.types.date import Date
    from catalog.attribute_types.types.long_text import LongText
    from catalog.attribute_types.types.measure import Measure
    from catalog.attribute_types.types.number import Number
    from catalog.attribute_types.types.rich_text import RichText
    from catalog.attribute_types.types.table import Table
    from catalog.attribute_types.types.text import Text
    from catalog.attribute_types.types.url import Url

    for kind in (Text, LongText, RichText, Number, Measure, Boolean, Date, Asset, Url, Table):
        register_attribute_type(kind())
