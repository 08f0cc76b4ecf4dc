"""Text: one line."""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy

from catalog.attribute_types.base import AttributeType
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute
from catalog.attribute_types.rules import Rule, length_rules, pattern_rules


class FreeText(AttributeType):
    """What all texts share: their length, a pattern, and that parts of them can be replaced."""

    is_free_text = True
    rule_fields: ClassVar[tuple[str, ...]] = ("min_length", "max_length", "pattern")

    def rules(self, attribute: DescribedAttribute) -> Iterator[Rule]:
        """Length and pattern."""
        yield from length_rules(attribute)
        yield from pattern_rules(attribute)


class Text(FreeText):
    """A line of text."""

    code = TypeCode.TEXT.value
    label = gettext_lazy("Text")
    examples = ("Ceramic",)
    can_be_sorted = True
    can_be_axis = True
    can_be_column = True
