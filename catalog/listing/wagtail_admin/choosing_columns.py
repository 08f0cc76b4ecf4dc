"""Choosing the columns of the listing and how it is sorted."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from catalog.listing.services.saved_views import keep_preference
from catalog.listing.wagtail_admin.asked import COLUMNS, ORDER
from catalog.listing.wagtail_admin.columns import (
    MOST_COLUMNS,
    TITLE,
    ListingColumn,
    chosen_columns,
    default_columns,
    listing_columns,
)
from catalog.listing.wagtail_admin.panels import ListingPanel

DEFAULT = "default"


class ColumnsForm(forms.Form):
    """Which columns, in the order in which they are sent, and the order of the rows."""

    columns = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column.")},
    )
    ordering = forms.ChoiceField(label=_("Sort by"))

    def __init__(self, *args: Any, known: dict, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [(name, one.label) for name, one in known.items()]
        self.fields["ordering"].choices = [
            (f"{dash}{order}", text % {"column": label})
            for order, label in _order_labels(known).items()
            for dash, text in (("", _("%(column)s, ascending")), ("-", _("%(column)s, descending")))
        ]

    def clean_columns(self) -> list[str]:
        """Not more than a table can show."""
        names = self.cleaned_data["columns"]
        if len(names) > MOST_COLUMNS:
            raise forms.ValidationError(
                _("Choose at most %(limit)d columns.") % {"limit": MOST_COLUMNS}
            )
        return names


def _order_labels(known: dict[str, ListingColumn]) -> dict[str, Any]:
    """What each order is called: as its column, where the title of the rows is one as well."""
    columns = {column.order: column.label for column in known.values() if column.order}
    return {TITLE: _("Part number"), **columns}


class ColumnsPanel(ListingPanel):
    """The columns of the person, or of the view that is open."""

    form_class = ColumnsForm
    fragment = "catalog/listing/columns_form.html"
    page_title = _("Columns")
    header_icon = "table"
    submit_label = _("Show these columns")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Read the columns that there are once."""
        super().setup(request, *args, **kwargs)
        self.known = listing_columns()

    def get_form_kwargs(self) -> dict[str, Any]:
        """The columns that there are."""
        return {**super().get_form_kwargs(), "known": self.known}

    def get_initial(self) -> dict[str, Any]:
        """What the listing shows now."""
        names = [column.name for column in chosen_columns(self.asked.column_names, self.known)]
        return {"columns": names, "ordering": self.asked.order}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was chosen, or go back to what a new person sees."""
        if DEFAULT in request.POST:
            return self._keep(default_columns(self.known), "")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        """Keep them."""
        return self._keep(form.cleaned_data["columns"], form.cleaned_data["ordering"])

    def _keep(self, columns: list[str], ordering: str) -> HttpResponse:
        """In the view that is open, to be saved with it, or for the person."""
        if self.asked.view:
            changed = {COLUMNS: ",".join(columns), ORDER: ordering or None}
            return self.leave(self.asked.address(**changed))
        keep_preference(user=self.request.user, columns=columns, ordering=ordering)
        return self.leave(self.asked.address(**{COLUMNS: None, ORDER: None}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The chosen columns first, then the others by their groups."""
        form = kwargs.get("form") or self.get_form()
        bound = form["columns"].value() or []
        chosen = [self.known[name] for name in bound if name in self.known]
        groups: dict[str, list] = {}
        for column in self.known.values():
            if column not in chosen:
                groups.setdefault(str(column.group), []).append(column)
        return super().get_context_data(**{**kwargs, "form": form}) | {
            "chosen": chosen,
            "groups": groups,
        }
