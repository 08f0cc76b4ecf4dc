"""Which stored filters name a record of the catalog by its code, name or SKU."""

from collections.abc import Iterator

from django.db.models import Model, Q, QuerySet

from catalog.models import Brand, Category, Family, PriceList, Product, QualityRule, Segment
from console.json_paths import JsonPathExists

from .choices import RowChoices
from .registry import segment_fields

NAMED_IN_FILTERS = (Brand, Category, Family, PriceList, Product)
# The choices of this field are made of rows as well: a tree, by code.
_CATEGORY = ("category", Category, "code")

_IN_VALUE = "$.** ? (@.field == $field && @.value[*] == $named)"
_IN_PARAMETER = '$.** ? (@.field == $field && @."{parameter}" == $named)'


def filters_naming(record: Model) -> Iterator[QuerySet]:
    """Segments and quality rules with a condition on `record`."""
    asked = list(_conditions(record))
    if asked:
        yield Segment.objects.filter(_any("filter", asked))
        yield QualityRule.objects.filter(_any("about", asked) | _any("requirement", asked))


def _conditions(record: Model) -> Iterator[tuple[str, dict[str, str]]]:
    """Paths to conditions that name the record, each with the values in it."""
    name, model, column = _CATEGORY
    if isinstance(record, model):
        yield _IN_VALUE, {"field": name, "named": getattr(record, column)}
    for field in segment_fields().values():
        if _is_of(field.choices, record):
            yield _IN_VALUE, {"field": field.name, "named": getattr(record, field.choices.value)}
        for parameter in field.parameters:
            if _is_of(parameter.choices, record):
                path = _IN_PARAMETER.format(parameter=parameter.name)
                yield path, {"field": field.name, "named": getattr(record, parameter.choices.value)}


def _is_of(choices: object, record: Model) -> bool:
    return isinstance(choices, RowChoices) and choices.rows().model is type(record)


def _any(column: str, asked: list[tuple[str, dict[str, str]]]) -> Q:
    found = Q()
    for path, values in asked:
        found |= Q(JsonPathExists(column, path, values))
    return found
