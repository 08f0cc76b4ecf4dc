"""Views of records that hold filters, for those who may know their conditions."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404

from accounts.models import User
from console.mixins import ViewMixin


class ListsKnown(ViewMixin):
    """A list without the records whose conditions the person may not know.

    `known` gives, for a user, the records that it may show.
    """

    known: Callable[[User], QuerySet]

    def get_base_queryset(self) -> QuerySet:
        """What others may know alone is not even told to exist."""
        known = type(self).known(self.request.user)
        return super().get_base_queryset().filter(pk__in=known.values("pk"))


class ShowsKnown(ViewMixin):
    """A page of one record, there for those who may know its conditions."""

    known: Callable[[User], QuerySet]

    def get_object(self, *args: Any) -> Model:
        """The record, or 404."""
        found = super().get_object(*args)
        if not type(self).known(self.request.user).filter(pk=found.pk).exists():
            raise Http404
        return found
