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
        named = [key for key, texts in candidates if _names(texts, model, set(map(str, keys)))]
        if issubclass(model, Page):
            named = [key for key in named if key not in keys]
        if named:
            yield Use(Page.objects.filter(pk__in=named), label, effect)


# The fields of a page that may name records, each with its value.
Texts = list[tuple[Any, Any]]


def _live_candidates(keys: Sequence[int]) -> Iterator[tuple[int, Texts]]:
    """Pages in which one of the numbers stands, by their keys."""
    for page_model in get_page_models():
        fields = _naming_fields(page_model)
        if not fields:
            continue
        texts = {f"text_of_{field.name}": field.name for field in fields}
        pages = page_model.objects.annotate(
            **{text: Cast(F(name), TextField()) for text, name in texts.items()}
        )
        held = Q()
        for text in texts:
            held |= Q(**{f"{text}__regex": _pattern(keys)})
        for page in pages.filter(held):
            yield page.pk, [(field, field.value_from_object(page)) for field in fields]


def _draft_candidates(keys: Sequence[int]) -> Iterator[tuple[int, Texts]]:
    """The same of open drafts; only these fields of the page are made of the draft."""
    drafts = Page.objects.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    texts = drafts.annotate(text=Cast(F("latest_revision__content"), TextField()))
    for page in texts.filter(text__regex=_pattern(keys)).select_related("latest_revision"):
        content = page.latest_revision.content
        fields = _naming_fields(page.specific_class or Page)
        yield page.pk, [(field, field.to_python(content.get(field.name))) for field in fields]


def _pattern(keys: Sequence[int]) -> str:
    return rf"\m({'|'.join(map(str, keys))})\M"


def _naming_fields(page_model: type[Model]) -> list[Any]:
    """The fields whose content may name records."""
    fields: Iterable[Any] = page_model._meta.get_fields()
    return [field for field in fields if hasattr(field, "extract_references")]


def _names(texts: Texts, model: type[Model], keys: set[str]) -> bool:
    for field, value in texts:
        for named, key, *_place in field.extract_references(value) if value else ():
            if str(key) in keys and (issubclass(model, named) or issubclass(named, model)):
                return True
    return False
