"""Columns that several models of the catalog share."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from catalog.schema.forms.labels import LabelsFormField


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
                _("Use lower-case letters, digits and underscores, beginning with a letter."),
            )
        ]

    def deconstruct(self):
        """Say always whether it is unique: the copy in a history table is not."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "unique": self.unique}


class NormalizedNumber(models.Func):
    """A part number as it is compared: capital letters and digits only.

    "AB-1234/5" and "ab 12345" both become "AB12345".
    """

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '[^A-Z0-9]', '', 'g')"
    output_field = models.CharField(max_length=64)

    def __init__(self, field_name: str):
        super().__init__(Upper(field_name))


def normalized_number_field(source: str) -> models.GeneratedField:
    """The stored, generated column that holds `source` normalised for comparison."""
    return models.GeneratedField(
        expression=NormalizedNumber(source),
        output_field=models.CharField(max_length=64),
        db_persist=True,
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


def labels_field() -> LabelsField:
    """The column of a model's labels in other languages."""
    return LabelsField(_("labels in other languages"), default=dict, blank=True)
