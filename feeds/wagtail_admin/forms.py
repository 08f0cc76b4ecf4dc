"""The form of a feed: fields are chosen from what the registry knows at this moment."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from catalog.segments.rights import segments_known_to
from exchange.registry import FieldContext, fields, grouped_choices
from feeds.models import FeedColumn


class FeedForm(WagtailAdminModelForm):
    """A feed with its columns, of a segment whose conditions the person may know."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments_known_to(self.for_user).shared()

    @cached_property
    def field_choices(self) -> list[tuple[str, Any]]:
        """The fields that a column may have, read once for all columns of the page.

        Only what the person may read: whoever writes a column sees it in the preview.
        """
        known = fields(FieldContext()).values()
        return grouped_choices(field for field in known if field.may_be_read_by(self.for_user))


FIELD_GONE = gettext_lazy("The field “%(value)s” no longer exists. Choose another one.")


class ColumnForm(WagtailAdminModelForm):
    """A column of a feed. A field that has gone stays chosen, and is named as gone."""

    source = forms.ChoiceField(
        label=gettext_lazy("Field"),
        required=False,
        help_text=gettext_lazy("Leave empty to use the constant."),
        error_messages={"invalid_choice": FIELD_GONE},
    )

    def __init__(self, *args: Any, field_choices: list[tuple[str, Any]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        chosen = self.instance.source
        known = {code for _group, choices in field_choices for code, _label in choices}
        gone = [(chosen, _("%(field)s (no longer exists, choose another)") % {"field": chosen})]
        self.fields["source"].choices = [
            ("", _("– a constant –")),
            *(gone if chosen and chosen not in known else []),
            *field_choices,
        ]
        self._known = known

    def clean_source(self) -> str:
        """Refuse a field that is not there any more."""
        source = self.cleaned_data["source"]
        if source and source not in self._known:
            raise ValidationError(FIELD_GONE, params={"value": source})
        return source

    class Meta:
        model = FeedColumn
        fields = ["header", "source", "constant", "transforms"]


class ColumnsPanel(InlinePanel):
    """The columns of a feed, each by `ColumnForm`."""

    def get_form_options(self) -> dict[str, Any]:
        """Hand the choices of the feed's form to the form of each column."""
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": ColumnForm,
            "inherit_kwargs": ["for_user", "field_choices"],
        }
        return options
