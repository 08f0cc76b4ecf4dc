"""Which pages name records in their sections and texts, as they are and as drafts.

They are read as they stand in the database: the reference index learns of a page a while after it
was saved, and never of a draft.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import F, Model, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models

from .effects import Effect
from .references import Use


def pages_naming(model: type[Model], keys: Sequence[Any]) -> Iterator[Use]:
    """The pages with a section or a text that names one of these records."""
    if not all(isinstance(key, int) for key in keys):
        return
    # A link between pages is taken out; a picture or a file would leave a hole.
    effect = Effect.CLEARED if issubclass(model, Page) else Effect.FORBIDS
    found = (
        (_live_candidates(keys), _("content")),
        (_draft_candidates(keys), _("unpublished draft")),
    )
    for candidates, label in found:
        named = [page.pk for page in candidates if _names(page, model, set(map(str, keys)))]
        if issubclass(model, Page):
            named = [key for key in named if key not in keys]
        if named:
            yield Use(Page.objects.filter(pk__in=named), label, effect)


def _live_candidates(keys: Sequence[int]) -> Iterator[Page]:
    """Pages in which one of the numbers stands."""
    for page_model in get_page_models():
        texts = {f"text_of_{field.name}": field.name for field in _naming_fields(page_model)}
        if not texts:
            continue
        pages = page_model.objects.annotate(
            **{text: Cast(F(name), TextField()) for text, name in texts.items()}
        )
        held = Q()
        for text in texts:
            held |= Q(**{f"{text}__regex": _pattern(keys)})
        yield from pages.filter(held)


def _draft_candidates(keys: Sequence[int]) -> Iterator[Page]:
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    texts = drafts.annotate(text=Cast(F("latest_revision__content"), TextField()))
    for page in texts.filter(text__regex=_pattern(keys)).select_related("latest_revision"):
        yield page.get_latest_revision_as_object()


def _pattern(keys: Sequence[int]) -> str:
    return rf"\m({'|'.join(map(str, keys))})\M"


def _naming_fields(page_model: type[Model]) -> list[Any]:
    """The fields whose content may name records."""
    fields: Iterable[Any] = page_model._meta.get_fields()
    return [field for field in fields if hasattr(field, "extract_references")]


def _names(page: Page, model: type[Model], keys: set[str]) -> bool:
    for field in _naming_fields(type(page)):
        value = field.value_from_object(page)
        for named, key, *_place in field.extract_references(value) if value else ():
            if str(key) in keys and (issubclass(model, named) or issubclass(named, model)):
                return True
    return False
