"""Finds records of a model by their texts and numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.utils.functional import Promise
from wagtail.admin.admin_url_finder import AdminURLFinder

from console.finders.registry import Finder, Found
from console.labels import with_labels
from console.listings import address_of_inspection, address_of_search
from console.signed_in import User
from console.visibility import visible_to

Detail = Callable[[Any], str]


def _nothing(_record: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class RecordFinder(Finder):
    """Records of a model of which each word of the text is in one of `fields`.

    The first field orders what is found, and `title` reads it. Whoever may not change a record is
    led to its page, or else to the list with this record in it. Tables that grow have an index
    over trigrams of the upper case of each field.
    """

    code: str
    label: str | Promise
    icon: str
    order: int
    model: type[Model]
    fields: Sequence[str]
    detail: Detail = _nothing
    title: Detail = str
    condition: Callable[[str], Q] | None = None
    select_related: Sequence[str] = ()

    def find(self, user: User, text: str, limit: int) -> list[Found]:
        """Those that begin with the text come first."""
        records = visible_to(user, self.model._default_manager.all())
        records = records.filter(self.condition(text) if self.condition else self._holds(text))
        found = with_labels(list(self._ordered(records, text)[:limit]))
        urls = AdminURLFinder(user)
        return [
            Found(self.title(record), self.detail(record), address)
            for record in found
            if (address := self._address(urls, user, record))
        ]

    def _holds(self, text: str) -> Q:
        every = Q()
        for word in text.split():
            one = Q()
            for name in self.fields:
                one |= Q(**{f"{name}__icontains": word})
            every &= one
        return every

    def _ordered(self, records: QuerySet, text: str) -> QuerySet:
        exact, begins = Q(), Q()
        for name in self.fields:
            exact |= Q(**{f"{name}__iexact": text})
            begins |= Q(**{f"{name}__istartswith": text})
        place = Case(
            When(exact, then=Value(0)),
            When(begins, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return records.select_related(*self.select_related).order_by(place, self.fields[0], "pk")

    def _address(self, urls: AdminURLFinder, user: User, record: Model) -> str:
        return (
            urls.get_edit_url(record)
            or address_of_inspection(record)
            or address_of_search(self.model, str(getattr(record, self.fields[0])))
        )
