"""What a bulk edit can do: the actions, the things it can change, and one operation."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.attribute_types.registry import attribute_type
from catalog.bulk.models import BulkChange
from catalog.schema.models.attribute import Attribute


class Action(models.TextChoices):
    """What is done with one thing of each product."""

    SET = "set", _("Set to")
    ADD = "add", _("Add")
    REMOVE = "remove", _("Remove")
    CLEAR = "clear", _("Clear")
    REPLACE = "replace", _("Replace one value with another")
    REPLACE_TEXT = "replace_text", _("Find and replace in the text")
    COPY = "copy", _("Copy from another attribute")
    PUBLISH = "publish", _("Publish")
    UNPUBLISH = "unpublish", _("Unpublish")
    DELETE = "delete", _("Delete")


# The product itself, of which an edit can only do one thing.
PRODUCT = "product"

# Fields of the product that can be changed: their columns and what can be done with them.
FIELD_ACTIONS: dict[str, list[Action]] = {
    "name": [Action.SET, Action.REPLACE_TEXT],
    "description": [Action.SET, Action.REPLACE_TEXT, Action.CLEAR],
    "status": [Action.SET, Action.REPLACE],
    "family": [Action.SET],
    "category": [Action.SET, Action.REPLACE, Action.CLEAR],
    "additional_categories": [Action.ADD, Action.REMOVE, Action.SET, Action.CLEAR],
    PRODUCT: [Action.PUBLISH, Action.UNPUBLISH, Action.DELETE],
}
COLUMNS = {"family": "family_id", "category": "category_id"}


@dataclass(frozen=True)
class Operation:
    """One step of a bulk edit, as it is stored.

    `target` is a field of the product, or the address of the common value of an attribute; `value`
    is what products store (the key of a record for fields that refer to one), `sought` the value or
    text that is replaced, `source` the code of the attribute that is copied.
    """

    action: str
    target: str
    value: Any = None
    sought: Any = None
    source: str = ""
    locale: str = ""
    channel: str = ""

    @property
    def attribute_code(self) -> str:
        """The code of the attribute that changes; empty for a field of the product."""
        address = ValueAddress.find(self.target)
        return address.code if address else ""

    @property
    def address(self) -> ValueAddress:
        """Where the value of the attribute that changes stands."""
        return ValueAddress(self.attribute_code, self.locale, self.channel)

    def as_json(self) -> dict[str, Any]:
        """As the change keeps it."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


def operations_of(change: BulkChange) -> list[Operation]:
    """The operations that a change keeps."""
    return [Operation(**stored) for stored in change.operations]


def actions_of(attribute: Attribute) -> list[Action]:
    """What can be done with the values of an attribute in many products at once."""
    if attribute.is_unique:
        return [Action.CLEAR]
    kind = attribute_type(attribute.type)
    if kind.holds_several:
        return [
            Action.ADD,
            Action.REMOVE,
            Action.SET,
            *([Action.REPLACE] if kind.has_options else []),
            Action.CLEAR,
            Action.COPY,
        ]
    if kind.is_free_text:
        return [Action.SET, Action.REPLACE_TEXT, Action.REPLACE, Action.CLEAR, Action.COPY]
    return [Action.SET, Action.REPLACE, Action.CLEAR, Action.COPY]
