"""Uses by code among the other uses: on the pages of usage and deletion of every room."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from catalog.listing.wagtail_admin.asked import listing_url
from catalog.schema.code_uses.fields import code_fields
from catalog.schema.code_uses.registry import Code, CodeUse, codes_of, uses_of
from console.effects import Effect
from console.references import Use


def read_code_uses(model: type[Model], keys: Sequence[Any]) -> Iterator[Use]:
    """Who knows these records of `model` by a code; a kind at a time, however many they are."""
    if not code_fields(model):
        return
    found: dict[tuple, list[CodeUse]] = {}
    for record in model._default_manager.filter(pk__in=keys):
        for code in codes_of(record):
            for use in uses_of(code):
                found.setdefault((_label(use, code), use.queryset.model), []).append(use)
    for (label, source), uses in found.items():
        records = _all(source, [use.queryset for use in uses])
        if source is model:
            # What goes as well does not stand in the way.
            records = records.exclude(pk__in=keys)
        yield as_use(uses[0], label, records, is_listed=len(uses) == 1)


def as_use(use: CodeUse, label: str, records: QuerySet, *, is_listed: bool = True) -> Use:
    """A use by code as the pages show it; `is_listed` where a listing finds these records."""
    effect = Effect.FORBIDS if use.is_binding else Effect.CLEARED
    address = listing_url(use.condition) if use.condition and is_listed else ""
    return Use(records, label, effect, address)


def _label(use: CodeUse, code: Code) -> str:
    name = code.record._meta.get_field(code.field).verbose_name
    # The page says what the records are, unless they are more than that.
    if use.nouns[1] == use.queryset.model._meta.verbose_name_plural:
        return _("by its %(code)s") % {"code": name}
    return _("%(records)s by %(code)s") % {"records": use.nouns[1], "code": name}


def _all(model: type[Model], parts: list[QuerySet]) -> QuerySet:
    """The records of any of the parts, in one query."""
    if len(parts) == 1:
        return parts[0]
    first, *others = (part.order_by().values("pk") for part in parts)
    return model._default_manager.filter(pk__in=first.union(*others))
