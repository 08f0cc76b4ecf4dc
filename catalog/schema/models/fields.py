"""Columns that several models of the catalog share."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.schema.forms.labels import LabelsFormField
from console.spelling import NumberKey, clean_name, clean_number


class CodeField(models.SlugField):
    """A unique machine name: lower-case letters, digits and underscores, a letter first."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("code"))
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)
        self.validators = [
            RegexValidator(
                r"^[a-z][a-z0-9_]*$",
                _("Use lowercase letters, digits and underscores, starting with a letter."),
            )
        ]

    def deconstruct(self):
        """Say always whether it is unique: the copy in a history table is not."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "unique": self.unique}


class NameField(models.CharField):
    """A name in one line; what cannot be seen of it is not stored."""

    # The function of the database that does the same for a file.
    clean_sql = "console_clean_name"

    def to_python(self, value: Any) -> Any:
        """Forms and cells clean what they take by this."""
        text = super().to_python(value)
        return clean_name(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """What is searched for may begin or end with a blank."""
        value = models.Field.get_prep_value(self, value)
        return models.CharField.to_python(self, value)

    def deconstruct(self) -> tuple:
        """To the database it is plain text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class NumberField(NameField):
    """The number of a part; what cannot be seen of it is not stored."""

    clean_sql = "console_clean_number"

    def to_python(self, value: Any) -> Any:
        """Forms and cells clean what they take by this."""
        text = super().to_python(value)
        return clean_number(text) if isinstance(text, str) else text


def normalized_number_field(source: str) -> models.GeneratedField:
    """The stored, generated column that holds `source` normalised for comparison."""
    return models.GeneratedField(
        expression=NumberKey(source),
        # A letter of the source may become several.
        output_field=models.TextField(),
        db_persist=True,
        # What is new has no value yet: a revision would fail to read it, and leave out all rows.
        serialize=False,
    )


class LabelsField(models.JSONField):
    """Labels in other languages, by language code: {"de": "Bremsbelag"}."""

    def deconstruct(self) -> tuple:
        """To the database it is plain JSON."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs):
        """One text input a language."""
        return super().formfield(**{"form_class": LabelsFormField, **kwargs})


def labels_field(**changes: Any) -> LabelsField:
    """The column of a model's labels in other languages; `verbose_name` where it has two."""
    changes.setdefault("verbose_name", _("labels in other languages"))
    return LabelsField(default=dict, blank=True, **changes)
