"""What a type of attribute is: one object that answers all that is asked of its values.

A type stands in a module of its own and is registered (`catalog.attribute_types.registry`). Whoever
reads, shows, compares, converts or edits values asks the type, never which one it is. What a type
leaves to this class makes it a type of texts: a line to type in, a text to filter and search by, a
column of a feed.

A value has three forms: *stored*, as the documents of products hold it; *written*, the text by
which a person or a file gives it; and *plain*, what SQL reads of a written text and calculates with
before it is stored (the JSON text is put together once a row, on which imports depend).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal
from psycopg.types.json import Jsonb

from catalog.attribute_types.described import DescribedAttribute, HasUnit, LabelledAttribute
from catalog.attribute_types.rules import Reads, Rule, length_rules
from catalog.attribute_types.texts import cleaned_sql, quoted, with_plain_lines_sql
from catalog.attribute_types.unique_keys import short_key
from console.spelling import name_key

LONGEST_QUOTED = 60
LONGEST_CHOICE = 200


class Comparison(StrEnum):
    """By what two values are compared, filtered and put in order."""

    TEXT = "text"
    # The text that a reader sees of markup.
    MARKUP = "markup"
    # An exact number; one with a unit in the standard unit.
    NUMBER = "number"
    MEASURE = "measure"
    # The text of an ISO date.
    DAY = "day"
    # A value is one of several answers; a cell is in one of several rows.
    ANSWERS = "answers"
    ROWS = "rows"


class Facet(StrEnum):
    """How visitors choose by the values."""

    NONE = "none"
    CHOICES = "choices"
    RANGE = "range"


class Input(StrEnum):
    """The input of a form; the higher subjects know how each is drawn."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    RICH_TEXT = "rich_text"
    ADDRESS = "address"
    NUMBER = "number"
    MEASURE = "measure"
    YES_OR_NO = "yes_or_no"
    DAY = "day"
    OPTION = "option"
    OPTIONS = "options"
    PRODUCT = "product"
    ASSET = "asset"
    TABLE = "table"


class Refers(StrEnum):
    """To which records values refer."""

    OPTION = "option"
    PRODUCT = "product"
    ASSET = "asset"


class Section(StrEnum):
    """Where a product page shows the values."""

    FACTS = "facts"
    LONG_TEXT = "long_text"
    RICH_TEXT = "rich_text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a file says of the unit beside the cell: in the heading, or in a column of units."""

    heading: str = ""
    unit_text: Composable | None = None


@dataclass(frozen=True, slots=True)
class ValueField:
    """What feeds can write of a value besides it: the field "unit" is "values.length.unit".

    "%(attribute)s" in the label stands for that of the attribute. `sql` makes of the SQL of a value
    (jsonb) that of a text: NULL where there is no value, "" where a value has nothing of it, so
    that no other place is asked for it. Imports fill those that are writable.
    """

    code: str
    label: str
    sql: Callable[[Composable], Composable]
    field_type: str = "text"
    is_writable: bool = False


class AttributeType:
    """A type of attribute; instances have no state.

    A new type has to give `code`, `label`, `examples` (texts that it reads where there are options,
    columns or records of these names), and, where its values are no texts, `read` with its SQL
    (`plain_sql`, `json_sql`, `plain_of_sql`), `written` and `standard` with theirs, and
    `json_schema`. The contract test holds all of them together.
    """

    code: ClassVar[str] = ""
    label: ClassVar[str | Promise] = ""
    examples: ClassVar[tuple[str, ...]] = ()

    # What stands in the documents is a JSON string, and a plain value its text.
    is_stored_as_text: ClassVar[bool] = True
    # What stands there is an object or a list, not a text, a number, or yes or no.
    is_document: ClassVar[bool] = False
    # A value is a list, of answers or of rows, to which others can be added.
    holds_several: ClassVar[bool] = False
    # Editors give the attribute options, or columns.
    has_options: ClassVar[bool] = False
    has_columns: ClassVar[bool] = False
    # An amount has a unit of the family of the attribute's; the amount can be given by itself.
    has_units: ClassVar[bool] = False
    # The text of a value means the same by itself.
    has_text: ClassVar[bool] = True
    # Parts of a text can be found and replaced.
    is_free_text: ClassVar[bool] = False
    refers_to: ClassVar[Refers | None] = None

    # The fields of an attribute that say something about values of this type.
    rule_fields: ClassVar[tuple[str, ...]] = ()
    comparison: ClassVar[Comparison] = Comparison.TEXT
    # Not where a value is an object of the type's own: no key is made of it (`unique_key`).
    can_be_unique: ClassVar[bool] = True
    can_be_sorted: ClassVar[bool] = False
    can_be_axis: ClassVar[bool] = False
    can_be_column: ClassVar[bool] = False
    # Short enough to tell a product from its neighbours in a list.
    is_fact: ClassVar[bool] = True

    segment_kind: ClassVar[str] = "text"
    field_type: ClassVar[str] = "text"
    facet: ClassVar[Facet] = Facet.CHOICES
    input: ClassVar[Input] = Input.TEXT
    is_edited_in_lists: ClassVar[bool] = True
    section: ClassVar[Section] = Section.FACTS

    @property
    def is_found_by_document(self) -> bool:
        """Whether what a filter asks for is what stands there, so that an index finds it."""
        return self.is_stored_as_text or self.segment_kind == "boolean"

    # Reading.

    def read(self, attribute: DescribedAttribute, value: Any) -> Any:
        """The stored form of what is stored already or written; None for no value.

        A text is `cleaned` and not empty. Raises `refused`. Takes a query where values refer to
        records.
        """
        if not isinstance(value, str):
            raise self.refused(attribute, value)
        return value

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of the plain form of a text without white space at its ends.

        NULL where `read` raises and for no text. Never raises.
        """
        return with_plain_lines_sql(text)

    def cell_sql(
        self, attribute: DescribedAttribute, text: Composable, beside: Beside
    ) -> Composable:
        """SQL of `plain_sql` for the cell of a file, beside which more may be said."""
        return self.plain_sql(attribute, text)

    def strange_heading(self, attribute: DescribedAttribute, heading: str) -> str:
        """What is wrong with the heading of a column of such cells; else empty."""
        return ""

    def json_sql(self, attribute: DescribedAttribute, plain: Composable) -> Composable:
        """SQL of the JSON (as text, or json) of the stored form of a plain one, NULL for NULL."""
        if self.is_stored_as_text:
            return SQL("to_json({})").format(plain)
        return SQL("({})::text").format(plain)

    def plain_of_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of the plain form of a stored one (jsonb)."""
        if self.is_stored_as_text:
            return SQL("({} #>> '{{}}')").format(stored)
        return stored

    def read_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read` for any text: jsonb, NULL where there is no value or none can be read."""
        plain = self.plain_sql(attribute, SQL("source.cleaned"))
        return SQL(
            "(SELECT ({json})::jsonb FROM (SELECT {plain} AS plain"
            " FROM (SELECT {cleaned} AS cleaned OFFSET 0) AS source OFFSET 0) AS made)"
        ).format(
            json=self.json_sql(attribute, SQL("made.plain")), plain=plain, cleaned=cleaned_sql(text)
        )

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """What is told where nothing can be read, in a form as of a file.

        "{value}" in it stands for what was written.
        """
        return _("%(label)s must be text.") % {"label": attribute.label}

    def unreadable_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable | None:
        """SQL of what is told of a text, where that depends on more than the text; else None."""
        return None

    def refused(self, attribute: DescribedAttribute, value: Any) -> ValidationError:
        """The error of what cannot be read."""
        shown = quoted(value, LONGEST_QUOTED)
        return ValidationError(self.unreadable(attribute).replace("{value}", shown), code="type")

    # Rules.

    def rules(self, attribute: DescribedAttribute) -> Iterable[Rule]:
        """The rules that editors set on the attribute, and those that hold for all of the type."""
        return length_rules(attribute) if self.is_stored_as_text else ()

    def reading(self, attribute: DescribedAttribute, reads: Reads, stored: Any) -> Any:
        """What a rule looks at, of a stored value."""
        return len(stored) if reads == Reads.COUNT else str(stored)

    def reading_sql(
        self, attribute: DescribedAttribute, reads: Reads, plain: Composable
    ) -> Composable:
        """SQL of `reading`, of a plain value."""
        return plain

    # Writing and showing.

    def written(self, attribute: DescribedAttribute, stored: Any) -> str:
        """The text that a person edits, which is read as what is stored."""
        return "" if stored is None else str(stored)

    def written_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `written`, of a value (jsonb) that may be NULL."""
        return SQL("({} #>> '{{}}')").format(stored)

    def exported_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of the text that feeds write of a value (jsonb), NULL for nothing."""
        return SQL("nullif({}, '')").format(self.written_sql(attribute, stored))

    def value_fields(self, attribute: DescribedAttribute) -> Iterable[ValueField]:
        """What feeds can write besides; not of what has options or columns."""
        return ()

    def shown(self, attribute: LabelledAttribute, stored: Any) -> str:
        """The value in words of the active language; whatever stands there, nothing raises.

        One value is read back from it; several answers or rows run together are not.
        """
        if isinstance(stored, bool):
            return _("Yes") if stored else _("No")
        if isinstance(stored, list):
            return ", ".join(map(str, stored))
        return str(stored)

    # Comparing.

    def standard(self, attribute: HasUnit, stored: Any) -> str | None:
        """The text of the value in the form in which equal values are written alike.

        None for what is no value of the type. `standard_sql` does the same for a set.
        """
        return stored if isinstance(stored, str) else None

    def standard_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of `standard`, of jsonb."""
        return SQL("CASE jsonb_typeof({0}) WHEN 'string' THEN {0} #>> '{{}}' END").format(stored)

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """What two values have in common of which a unique attribute, or an axis, takes one only.

        None for no value. Triggers make it by the function catalog_unique_key of the database,
        which takes the types that it does not know for texts: names in any spelling.
        """
        if not isinstance(stored, str):
            return None
        return short_key(name_key(stored) or stored)

    def is_same_sql(
        self, attribute: DescribedAttribute, stored: Composable, sought: Any
    ) -> Composable:
        """SQL that is true where a value (jsonb) is the one that is sought, however written."""
        text = self.standard(attribute, sought)
        if text is None:
            return SQL("{} = {}").format(stored, Literal(Jsonb(sought)))
        return SQL("{} = {}").format(self.standard_sql(attribute, stored), Literal(text))

    # Converting.

    def text_sql(self, attribute: DescribedAttribute, stored: Composable) -> Composable:
        """SQL of the text that values of other types are made of, where the type `has_text`."""
        return self.written_sql(attribute, stored)

    def can_convert(
        self, attribute: DescribedAttribute, kind: "AttributeType", source: DescribedAttribute
    ) -> bool:
        """Whether there are values of the attribute `source`, of the type `kind`, to be had."""
        return kind.code == self.code or kind.has_text

    def converted_sql(
        self,
        attribute: DescribedAttribute,
        stored: Composable,
        kind: "AttributeType",
        source: DescribedAttribute,
    ) -> Composable:
        """SQL of the value (jsonb) that one of the attribute `source` of the type `kind` becomes.

        NULL for a value that cannot be converted. Only where `can_convert`. By itself a value goes
        by its text.
        """
        if kind.code == self.code:
            return stored
        return self.read_sql(attribute, kind.text_sql(source, stored))

    # Searching.

    def facet_values(self, attribute: LabelledAttribute, stored: Any) -> list[str]:
        """The answers that visitors choose by, each as the facet counts it."""
        text = self.standard(attribute, stored)
        return [text[:LONGEST_CHOICE]] if text else []

    def amount(self, attribute: HasUnit, stored: Any) -> Decimal | None:
        """The number by which a range is chosen, where the type is chosen by ranges."""
        return None

    def facet_label(self, attribute: LabelledAttribute, answer: str) -> str:
        """What a visitor reads for an answer of the facet."""
        return answer

    def words(self, attribute: LabelledAttribute, stored: Any) -> Iterable[str]:
        """The texts by which a product is found; options are those of all languages."""
        return [self.shown(attribute, stored)]

    # The programming interface.

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """The JSON schema of stored values."""
        return {"type": "string"}
