"""Web address."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import Composable

from catalog.attribute_types.base import Facet, Input
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.described import DescribedAttribute, HasUnit
from catalog.attribute_types.rules import Rule, scheme_rule
from catalog.attribute_types.types.text import FreeText
from catalog.attribute_types.unique_keys import short_key
from catalog.attribute_types.web_addresses import read_address, read_address_sql


class Url(FreeText):
    """The address of a page or a file, or of a person."""

    code = TypeCode.URL.value
    label = gettext_lazy("Web address")
    examples = ("https://example.com/", "example.com/a")
    rule_fields = (*FreeText.rule_fields, "url_schemes")
    is_fact = False
    facet = Facet.NONE
    input = Input.ADDRESS

    def read(self, attribute: DescribedAttribute, value: Any) -> str:
        """The address with its scheme."""
        address = read_address(super().read(attribute, value))
        if address is None:
            raise self.refused(attribute, value)
        return address

    def plain_sql(self, attribute: DescribedAttribute, text: Composable) -> Composable:
        """SQL of `read`."""
        return read_address_sql(text)

    def unique_key(self, attribute: HasUnit, stored: Any) -> str | None:
        """The address as it stands: small letters and capitals of a path may differ."""
        standard = self.standard(attribute, stored)
        return None if standard is None else short_key(standard)

    def unreadable(self, attribute: DescribedAttribute) -> str:
        """What an address looks like."""
        return _("%(label)s must be a web address, such as https://example.com/.") % {
            "label": attribute.label
        }

    def rules(self, attribute: DescribedAttribute) -> Iterator[Rule]:
        """Its scheme besides the rules of a text."""
        yield from super().rules(attribute)
        yield scheme_rule(attribute)

    def json_schema(self, attribute: DescribedAttribute) -> dict[str, Any]:
        """A text that is an address."""
        return {"type": "string", "format": "uri"}
