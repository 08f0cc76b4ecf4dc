"""History tables by django-simple-history, fitted to Wagtail's models and to imports."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from .actor import current_actor


class HistoryQuerySet(models.QuerySet):
    """Rows whose creation in bulk leaves rows of history, as saving each of them would.

    For the manager of a model that Django writes by itself, as that of a many-to-many field is.
    """

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Write them, with who acts and by what way."""
        rows = super().bulk_create(objs, *args, **kwargs)
        history = self.model.history  # type: ignore[attr-defined]  # made by History
        history.bulk_history_create(rows, default_change_reason=current_actor.get().reason)
        return rows


class OneClassHistoryManager(HistoryManager):
    """The manager of a history, whose class is made once and not at every access.

    Each new class of a manager would make Python forget what it has looked up in all of them.
    """

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type[HistoryManager]:
        """The class of managers that have the methods of `queryset_class`."""
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    """Keeps a row of history for every save, delete and set-wise write of a model.

    Differs from its base where our models need it: a ParentalKey becomes a plain foreign key,
    generated columns are left out (the database makes them), foreign keys carry no index of their
    own (history is read by record and time, and imports write it a hundred thousand rows at a
    time), and a save that touches only excluded fields leaves no row. User and reason of a row are
    those of the block `acting_as` that surrounds the save, where the record itself names none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, history_manager=OneClassHistoryManager, **kwargs)

    def fields_included(self, model: type[models.Model]) -> list[models.Field]:
        """The columns that the history keeps."""
        return [
            field
            for field in super().fields_included(model)
            if not isinstance(field, models.GeneratedField)
        ]

    def copy_fields(self, model: type[models.Model]) -> dict[str, models.Field]:
        """Copies of the model's fields, fit for the history table."""
        fields = super().copy_fields(model)
        for field in fields.values():
            if isinstance(field, models.ForeignKey):
                field.db_index = False
            if isinstance(field, ParentalKey):
                field.__class__ = models.ForeignKey
        return fields

    def post_save(self, instance: models.Model, created: bool, using=None, **kwargs: Any) -> None:
        """Record the save, unless only excluded fields were written."""
        written = kwargs.get("update_fields")
        if written and not created and set(written) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)

    def get_change_reason_for_object(
        self, instance: models.Model, history_type: str, using: str | None
    ) -> str | None:
        """What the record says, else by what way it is being changed."""
        own = super().get_change_reason_for_object(instance, history_type, using)
        return own or current_actor.get().reason

    def get_history_user(self, instance: models.Model) -> models.Model | None:
        """Whom the record or the request names, else who acts in this thread."""
        return super().get_history_user(instance) or current_actor.get().user
