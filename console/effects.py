"""Registry of what a deletion does to referring records, where `on_delete` says too little."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext as _


class Effect(Enum):
    """What a deletion does to the records that refer."""

    FORBIDS = "forbids"
    ALONG = "along"
    CLEARED = "cleared"
    PART = "part"

    @property
    def label(self) -> str:
        """The same in words."""
        return {
            Effect.FORBIDS: _("Prevents deletion"),
            Effect.ALONG: _("Deleted too"),
            Effect.CLEARED: _("Loses its reference"),
            Effect.PART: _("Part of it, deleted too"),
        }[self]


_registered: dict[tuple[type[models.Model], str], Effect] = {}


def register_effect(model: type[models.Model], field_name: str, effect: Effect) -> None:
    """Say what a deletion does to `model` and its subclasses, where `on_delete` says too little."""
    _registered[model, field_name] = effect


def registered_effect(model: type[models.Model], field_name: str) -> Effect | None:
    """What was registered for a field of `model`."""
    found = (_registered.get((cls, field_name)) for cls in model.__mro__)
    return next((effect for effect in found if effect), None)
