"""Single choice: the code of one of the attribute's options."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal

from catalog.attribute_types.base import AttributeType, Input, Refers
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Rule
from catalog.attribute_types.texts import can_be_stored
from catalog.attribute_types.unique_keys import short_key
from catalog.schema.models.attribute import AttributeOption
from catalog.schema.queries.names import option_names, options_named

OPTIONS_NAMED = 12


class Options(AttributeType):
    """What single and multiple choices share: an answer is a code, or a label in any language.

    A code is taken before a label; a label that several options have is none.
    """

    has_options = True
    can_be_axis = False
    refers_to = Refers.OPTION
    segment_kind = "choice"

    def codes(self, attribute: DescribedAttribute, texts: Sequence[Any]) -> list[str]:
        """The codes that texts name, each once."""
        names = [str(text) for text in texts]
        known = options_named(attribute.pk, [name for name in names if can_be_stored(name)])
        found = [known.find(name) if can_be_stored(name) else None for name in names]
        strange = next(
            (name for name, code in zip(names, found, strict=True) if code is None), None
        )
        if strange is not None:
            raise self.refused(attribute, strange)
        return list(dict.fromkeys(code for code in found if code is not None))

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """Which option there is not, and which there are."""
        codes = AttributeOption.objects.filter(attribute_id=attribute.pk).values_list(
            "code", flat=True
        )
        known = list(codes[: OPTIONS_NAMED + 1])
        more = ", …" if len(known) > OPTIONS_NAMED else ""
        return _(
            "%(label)s has no option “{value}”. Choose one of its options, or add it. Options: "
            "%(codes)s."
        ) % {"label": attribute.label, "codes": ", ".join(known[:OPTIONS_NAMED]) + more}

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """None."""
        return ()

    def label_of(self, attribute: LabelledAttribute, code: Any) -> str:
        """The label of an answer; the code where it is no option any more."""
        return attribute.options.get(str(code), str(code))

    def facet_label(self, attribute: LabelledAttribute, answer: str) -> str:
        """The label of the option."""
        return self.label_of(attribute, answer)


class Choice(Options):
    """One answer; products store its code."""

    code = TypeCode.CHOICE.value
    label = gettext_lazy("Single choice")
    examples = ("red",)
    can_be_sorted = True
    can_be_axis = True
    input = Input.OPTION

    def read(self, attribute: DescribedAttribute, value: Any) -> str:
        """The code of the option."""
        return self.codes(attribute, [value])[0]

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`."""
        return option_names(attribute.pk).sql(text)

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The label of the option."""
        answers = stored if isinstance(stored, list) else [stored]
        return ", ".join(self.label_of(attribute, answer) for answer in answers)

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The code as it stands: those of two options may differ in capitals alone."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def text_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """The label in the site's language; the code where it is no option any more."""
        return label_sql(attribute, self.written_sql(attribute, stored))

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: AttributeType,
        source: DescribedAttribute,
    ) -> Composable:
        """The one answer, where the attribute has it too."""
        if kind.code == self.code and attribute.pk == source.pk:
            return stored
        if not kind.has_options:
            return super().converted_sql(attribute, stored, kind, source)
        answer = stored
        if kind.holds_several:
            answer = SQL("(CASE WHEN jsonb_array_length({0}) = 1 THEN {0} -> 0 END)").format(
                list_sql(stored)
            )
        if attribute.pk == source.pk:
            return answer
        return self.read_sql(attribute, SQL("({} #>> '{{}}')").format(answer))

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """One of the codes."""
        return {"type": "string", "enum": codes_of(attribute)}


def codes_of(attribute: DescribedAttribute) -> list[str]:
    """The codes of the options, in their order."""
    options = AttributeOption.objects.filter(attribute_id=attribute.pk)
    return list(options.values_list("code", flat=True))


def list_sql(stored: Composable) -> Composable:
    """SQL of the list that stands there; an empty one for whatever is none."""
    return SQL("CASE jsonb_typeof({0}) WHEN 'array' THEN {0} ELSE '[]' END").format(stored)


def label_sql(attribute: DescribedAttribute, code: Composable) -> Composable:
    """SQL of the label of an option in the site's language, else the code."""
    return SQL(
        "coalesce((SELECT coalesce(nullif(labels ->> {language}, ''), label)"
        " FROM catalog_attributeoption WHERE attribute_id = {attribute} AND code = {code}), {code})"
    ).format(language=Literal(settings.LANGUAGE_CODE), attribute=Literal(attribute.pk), code=code)
