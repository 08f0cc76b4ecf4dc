"""Forms of imports: the upload, the mapping of a file, the columns of a profile."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from accounts.models import User
from imports.checks.spellings import OtherSpellings, other_spellings
from imports.mapping import MappedColumn
from imports.models import ImportColumn, ImportProfile, ImportRun
from imports.selectors import shown_columns, target_choices

ENCODINGS = [
    ("", gettext_lazy("Detect automatically")),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "ISO 8859-1"),
    ("utf-16", "UTF-16"),
    ("cp1250", "Windows-1250"),
    ("cp1251", "Windows-1251"),
    ("shift_jis", "Shift JIS"),
    ("gb18030", "GB 18030"),
]
DELIMITERS = [
    ("", gettext_lazy("Detect automatically")),
    (",", gettext_lazy("Comma")),
    (";", gettext_lazy("Semicolon")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Vertical bar")),
]


class UploadForm(forms.Form):
    """A file, the profile to read it by (or the name of a new one), and how to read it."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV, TSV or XLSX with a header row.")
    )
    profile = forms.ModelChoiceField(
        ImportProfile.objects.all(),
        label=gettext_lazy("Profile"),
        required=False,
        empty_label=gettext_lazy("– new profile –"),
        help_text=gettext_lazy("How to read the files of this supplier."),
    )
    new_profile = forms.CharField(
        label=gettext_lazy("Name of the new profile"), required=False, max_length=60
    )
    sheet = forms.CharField(
        label=gettext_lazy("Sheet"),
        required=False,
        help_text=gettext_lazy("For XLSX. Leave empty for the first sheet with data."),
    )
    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(
        label=gettext_lazy("Separator"), choices=DELIMITERS, required=False
    )
    header_row = forms.IntegerField(
        label=gettext_lazy("Header row"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Leave empty for the first row that is not empty."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_add_profile = user.has_perm("imports.add_importprofile")
        if not self._may_add_profile:
            del self.fields["new_profile"]
            self.fields["profile"].required = True
            self.fields["profile"].empty_label = None

    def clean_file(self) -> UploadedFile:
        """The file is not larger than what an import can be."""
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_SIZE:
            raise ValidationError(
                _("The file is %(size)s; at most %(most)s can be uploaded. Split it.")
                % {
                    "size": filesizeformat(file.size),
                    "most": filesizeformat(settings.MAX_UPLOAD_SIZE),
                }
            )
        return file

    def clean(self) -> dict[str, Any]:
        """A profile is chosen or named, not both and not neither."""
        cleaned = super().clean()
        name = cleaned.get("new_profile", "")
        if not cleaned.get("profile") and not name and "profile" not in self.errors:
            self.add_error("profile", _("Choose a profile, or name a new one."))
        if cleaned.get("profile") and name:
            self.add_error("new_profile", _("Choose a profile or name a new one, not both."))
        return cleaned

    def chosen_profile(self) -> ImportProfile:
        """The profile, made if it is a new one."""
        chosen = self.cleaned_data["profile"]
        if chosen:
            return chosen
        name = self.cleaned_data["new_profile"]
        return ImportProfile.objects.create(code=_free_code(name), name=name)

    def reading(self) -> dict[str, Any]:
        """What the person said about reading the file."""
        names = ("sheet", "encoding", "delimiter", "header_row")
        return {name: self.cleaned_data[name] for name in names}


def _free_code(name: str) -> str:
    stem = slugify(name).replace("-", "_")[:50]
    stem = stem if stem[:1].isalpha() else f"profile_{stem}".rstrip("_")
    code, number = stem, 1
    while ImportProfile.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}_{number}"
    return code


class MappingForm(forms.Form):
    """One select a column of the file; transforms stay as the profile has them."""

    remember = forms.BooleanField(
        label=gettext_lazy("Save in the profile"), required=False, initial=True
    )

    def __init__(self, *args: Any, run: ImportRun, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_perm("imports.change_importprofile"):
            del self.fields["remember"]
        self._spellings = other_spellings(run)
        if run.details.get("spellings_held") or self._spellings != OtherSpellings.HOLD:
            self.fields["spellings"] = forms.ChoiceField(
                label=_("Numbers that exist in a different spelling"),
                choices=OtherSpellings.choices,
                required=False,
                initial=self._spellings,
                widget=forms.RadioSelect,
            )
        self._shown = shown_columns(run)
        choices = [("", _("– ignore –")), *target_choices()]
        for position, column in enumerate(self._shown):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=column.mapped.header,
                choices=choices,
                required=False,
                initial=column.mapped.target,
                widget=forms.Select(attrs={"aria-label": column.mapped.header}),
            )

    def chosen_spellings(self) -> OtherSpellings:
        """What becomes of numbers in another spelling; as before where nothing was asked."""
        return OtherSpellings(self.cleaned_data.get("spellings") or self._spellings)

    def columns_with_examples(self) -> list[tuple[Any, str]]:
        """(bound field, example) of each column, for the table."""
        return [
            (self[f"column_{position}"], column.example)
            for position, column in enumerate(self._shown)
        ]

    def clean(self) -> dict[str, Any]:
        """Two columns cannot fill the same field."""
        cleaned = super().clean()
        filled: dict[str, str] = {}
        for position, column in enumerate(self._shown):
            target = cleaned.get(f"column_{position}")
            if target and target in filled:
                self.add_error(
                    f"column_{position}",
                    ValidationError(
                        _("The column “%(column)s” is already mapped to this field.")
                        % {"column": filled[target]}
                    ),
                )
            filled.setdefault(target or "", column.mapped.header)
        return cleaned

    def mapped_columns(self) -> list[MappedColumn]:
        """The columns as chosen."""
        return [
            MappedColumn(
                header=column.mapped.header,
                target=self.cleaned_data[f"column_{position}"],
                transforms=column.mapped.transforms,
            )
            for position, column in enumerate(self._shown)
        ]


class ProfileForm(WagtailAdminModelForm):
    """A profile with its columns."""

    @cached_property
    def target_choices(self) -> list[tuple[str, Any]]:
        """What a column may fill, read once for all columns of the page."""
        return target_choices()


class ColumnForm(WagtailAdminModelForm):
    """A column of a profile. A field that has gone stays chosen, and is named as gone."""

    target = forms.ChoiceField(label=gettext_lazy("Field"), required=False)

    def __init__(self, *args: Any, target_choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.target
        known = {code for _group, choices in target_choices for code, _label in choices}
        gone = [(chosen, _("%(field)s (no longer exists, choose another)") % {"field": chosen})]
        self.fields["target"].choices = [
            ("", _("– ignore –")),
            *(gone if chosen and chosen not in known else []),
            *target_choices,
        ]

    class Meta:
        model = ImportColumn
        fields = ["header", "target", "transforms"]


class ColumnsPanel(InlinePanel):
    """The columns of a profile, each by `ColumnForm`."""

    def get_form_options(self) -> dict[str, Any]:
        """Hand the choices of the profile's form to the form of each column."""
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": ColumnForm,
            "inherit_kwargs": ["for_user", "target_choices"],
        }
        return options
