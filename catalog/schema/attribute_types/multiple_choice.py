"""Multiple choice: the codes of some of the attribute's options, each once."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, Comparison, Input
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Reads, Rule, answer_rules
from catalog.schema.attribute_types.choice import Options, codes_of, label_sql, list_sql
from catalog.schema.queries.names import option_names
from console.spelling import trimmed, trimmed_sql

LIST_SEPARATOR = "|"


class MultipleChoice(Options):
    """Several answers; products store the list of their codes."""

    code = TypeCode.MULTIPLE_CHOICE.value
    label = gettext_lazy("Multiple choice")
    examples = ("red|blue",)
    is_stored_as_text = False
    is_document = True
    holds_several = True
    rule_fields = ("min_items", "max_items")
    comparison = Comparison.ANSWERS
    can_be_unique = False
    field_type = "list"
    input = Input.OPTIONS
    is_edited_in_lists = False

    def read(self, attribute: DescribedAttribute, value: Any) -> list[str]:
        """The codes of a list of answers, or of a text in which | stands between them.

        A text that as a whole is an answer is one, even where | stands in it.
        """
        if not isinstance(value, str):
            return self.codes(attribute, value if isinstance(value, list) else [value])
        texts = [one for part in value.split(LIST_SEPARATOR) if (one := trimmed(part))]
        if len(texts) > 1:
            try:
                return self.codes(attribute, [value])
            except ValidationError:
                pass
        if not texts:
            raise self.refused(attribute, value)
        return self.codes(attribute, texts)

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`, jsonb: the text as a whole comes first, and then what is in it."""
        name = trimmed_sql(SQL("name"))
        return SQL(
            "(SELECT CASE WHEN max(code) FILTER (WHERE is_whole) IS NOT NULL"
            " THEN jsonb_build_array(max(code) FILTER (WHERE is_whole))"
            " WHEN bool_and(code IS NOT NULL) FILTER (WHERE NOT is_whole)"
            " THEN jsonb_agg(code ORDER BY place) FILTER (WHERE NOT is_whole) END"
            " FROM (SELECT code, is_whole, min(place) AS place"
            " FROM (SELECT {code} AS code, place = 1 AS is_whole, place"
            " FROM unnest(ARRAY[{text}] || CASE WHEN strpos({text}, {separator}) > 0"
            " THEN string_to_array({text}, {separator}) END)"
            " WITH ORDINALITY AS item(name, place) WHERE {name} <> '') AS looked_up"
            " GROUP BY code, is_whole) AS found)"
        ).format(
            text=text,
            separator=Literal(LIST_SEPARATOR),
            name=name,
            code=option_names(attribute.pk).sql(name),
        )

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """Which options there are not, and how several are separated."""
        separated = _("Separate several values with %(separator)s.") % {"separator": LIST_SEPARATOR}
        return f"{super().unreadable(attribute)} {separated}"

    def unreadable_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL that names the first of them."""
        return SQL(
            "replace({message}, '{{value}}', coalesce((SELECT {name}"
            " FROM unnest(string_to_array({text}, {separator}))"
            " WITH ORDINALITY AS item(name, place)"
            " WHERE {name} <> '' AND {code} IS NULL ORDER BY place LIMIT 1), {text}))"
        ).format(
            message=Literal(self.unreadable(attribute)),
            name=trimmed_sql(SQL("name")),
            text=text,
            separator=Literal(LIST_SEPARATOR),
            code=option_names(attribute.pk).sql(trimmed_sql(SQL("name"))),
        )

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """How many answers there are."""
        return answer_rules(attribute)

    def reading_sql(
        self, attribute: DescribedAttribute, reads: Reads, plain: Composable
    ) -> Composable:
        """How many answers there are."""
        return SQL("jsonb_array_length({})").format(list_or_null_sql(plain))

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """The codes with | between them."""
        return LIST_SEPARATOR.join(map(str, stored if isinstance(stored, list) else [stored]))

    def written_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `written`."""
        return SQL(
            "(SELECT string_agg(item.code, {} ORDER BY item.place)"
            " FROM jsonb_array_elements_text({}) WITH ORDINALITY AS item(code, place))"
        ).format(Literal(LIST_SEPARATOR), list_or_null_sql(stored))

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The labels."""
        answers = stored if isinstance(stored, list) else [stored]
        return ", ".join(self.label_of(attribute, answer) for answer in answers)

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """The codes with | between them."""
        return LIST_SEPARATOR.join(map(str, stored)) if isinstance(stored, list) else None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `standard`."""
        return self.written_sql(attribute, stored)

    def text_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The labels in the site's language."""
        return SQL(
            "(SELECT string_agg({label}, ', ' ORDER BY item.place)"
            " FROM jsonb_array_elements_text({list}) WITH ORDINALITY AS item(code, place))"
        ).format(label=label_sql(attribute, SQL("item.code")), list=list_sql(stored))

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: AttributeType,
        source: DescribedAttribute,
    ) -> Composable:
        """The answers, where the attribute has all of them."""
        if not kind.has_options:
            return super().converted_sql(attribute, stored, kind, source)
        if not kind.holds_several:
            answer = stored if attribute.pk == source.pk else self._known(attribute, stored)
            return SQL(
                "(SELECT jsonb_build_array(one) FROM (SELECT {} AS one) AS answer"
                " WHERE one IS NOT NULL)"
            ).format(answer)
        if attribute.pk == source.pk:
            return stored
        # Each by itself: joined, two answers could be the label of a third.
        return SQL(
            "(SELECT CASE WHEN count(*) = count(code) AND count(*) > 0"
            " THEN jsonb_agg(code ORDER BY place) END"
            " FROM (SELECT {code} AS code, min(item.place) AS place"
            " FROM jsonb_array_elements_text({list}) WITH ORDINALITY AS item(name, place)"
            " GROUP BY 1) AS found)"
        ).format(code=option_names(attribute.pk).sql(SQL("item.name")), list=list_sql(stored))

    def _known(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        code = option_names(attribute.pk).sql(SQL("({} #>> '{{}}')").format(stored))
        return SQL("to_jsonb({})").format(code)

    def words(self, attribute: LabelledAttribute, stored: Any) -> list[str]:
        """The words of each answer."""
        answers = stored if isinstance(stored, list) else [stored]
        return [self.label_of(attribute, answer) for answer in answers]

    def facet_values(self, attribute: LabelledAttribute, stored: Any) -> list[str]:
        """Each answer."""
        answers = stored if isinstance(stored, list) else [stored]
        return list(dict.fromkeys(one for one in answers if isinstance(one, str) and one))

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A list of codes."""
        items = {"type": "string", "enum": codes_of(attribute)}
        return {"type": "array", "items": items, "uniqueItems": True}


def list_or_null_sql(stored: Composable) -> Composable:
    """SQL of the list that stands there, NULL for whatever is none."""
    return SQL("CASE jsonb_typeof({0}) WHEN 'array' THEN {0} END").format(stored)
