"""Long text: lines and paragraphs."""

from django.utils.translation import gettext_lazy

from catalog.attribute_types.base import Facet, Input, Section
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.types.text import FreeText


class LongText(FreeText):
    """A text of several lines."""

    code = TypeCode.LONG_TEXT.value
    label = gettext_lazy("Long text")
    examples = ("Clean the hub.\nTighten the bolts.",)
    can_be_unique = False
    is_fact = False
    facet = Facet.NONE
    input = Input.LONG_TEXT
    is_edited_in_lists = False
    section = Section.LONG_TEXT
