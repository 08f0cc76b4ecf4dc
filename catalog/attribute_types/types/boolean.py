"""Yes or no, in the words of the languages that files come in."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, Input
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.texts import lowered
from catalog.attribute_types.unique_keys import short_key

YES = ["1", "true", "yes", "y", "x", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si"]
NO = ["0", "false", "no", "n", "falsch", "nein", "faux", "non", "falso"]
_ANSWERS = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)


def read_answer(text: str) -> bool | None:
    """What a word means, None where it is no answer."""
    return _ANSWERS.get(lowered(text))


class Boolean(AttributeType):
    """Yes or no."""

    code = TypeCode.BOOLEAN.value
    label = gettext_lazy("Yes or no")
    examples = ("true", "Ja", "non")
    is_stored_as_text = False
    can_be_unique = False
    can_be_axis = True
    can_be_column = True
    segment_kind = "boolean"
    field_type = "boolean"
    input = Input.YES_OR_NO

    def read(self, attribute: DescribedAttribute, value: Any) -> bool:
        """What the word means."""
        if isinstance(value, bool):
            return value
        answer = read_answer(value) if isinstance(value, str) else None
        if answer is None:
            raise self.refused(attribute, value)
        return answer

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`, a boolean."""
        return SQL(
            "CASE WHEN lower({0}) = ANY ({1}) THEN true WHEN lower({0}) = ANY ({2}) THEN false END"
        ).format(text, Literal(YES), Literal(NO))

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """What stands there, where it is yes or no."""
        return SQL("CASE jsonb_typeof({0}) WHEN 'boolean' THEN {0}::boolean END").format(stored)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """The words that are understood everywhere."""
        return _("%(label)s must be yes or no. Enter true or false.") % {"label": attribute.label}

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """As the documents have it."""
        return ("true" if stored else "false") if isinstance(stored, bool) else ""

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """As the documents have it."""
        return ("true" if stored else "false") if isinstance(stored, bool) else None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `standard`."""
        return SQL("CASE jsonb_typeof({0}) WHEN 'boolean' THEN {0} #>> '{{}}' END").format(stored)

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """As the documents have it."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def facet_label(self, attribute: LabelledAttribute, answer: str) -> str:
        """Yes or no, in the active language."""
        return _("Yes") if answer == "true" else _("No")

    def words(self, attribute: LabelledAttribute, stored: Any) -> Iterable[str]:
        """What is so is found by the name of the attribute."""
        return [attribute.label] if stored is True else []

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}
