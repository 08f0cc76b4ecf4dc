"""Rich text: a text with headings, lists, links and emphasis."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable

from catalog.attribute_types.base import AttributeType, Comparison, Facet, Input, Section
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute
from catalog.attribute_types.markup import (
    disallowed_message,
    disallowed_sql,
    is_disallowed,
    paragraph_sql,
    text_sql,
)
from catalog.attribute_types.rules import MARKUP, Reads, Rule
from catalog.attribute_types.types.text import FreeText


class RichText(FreeText):
    """Markup of a few kinds; what a reader sees of it is what it is searched by."""

    code = TypeCode.RICH_TEXT.value
    label = gettext_lazy("Rich text")
    examples = ("<p>Keep <b>dry</b></p>",)
    comparison = Comparison.MARKUP
    can_be_unique = False
    is_fact = False
    facet = Facet.NONE
    input = Input.RICH_TEXT
    is_edited_in_lists = False
    section = Section.RICH_TEXT

    def rules(self, attribute: DescribedAttribute) -> Iterator[Rule]:
        """The allowed markup before all else."""
        message = disallowed_message(attribute.label)
        yield Rule(MARKUP, message, Reads.TEXT, is_disallowed, disallowed_sql)
        yield from super().rules(attribute)

    def text_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """What a reader sees."""
        return text_sql(self.written_sql(attribute, stored))

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: AttributeType,
        source: DescribedAttribute,
    ) -> Composable:
        """A plain text becomes a paragraph, in which nothing is taken for markup."""
        if kind.comparison == Comparison.MARKUP:
            return stored
        return SQL("to_jsonb({})").format(paragraph_sql(kind.text_sql(source, stored)))
