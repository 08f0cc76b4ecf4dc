"""Choosers: forms pick from long tables in a searchable dialog instead of a drop-down.

They search with the database itself, so that rows written by an import are found at once.
"""

from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from accounts.wagtail_admin.choosers import PermittedChooser
from catalog.schema.models.attribute import Attribute
from console.mixins import ViewMixin
from console.wagtail_admin.paginator import QuickCountPaginator


class WordSearchForm(BaseFilterForm):
    """Finds the rows in which each word occurs in one of `search_fields`."""

    search_fields: list[str] = []
    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        """Narrow `objects` to what was typed."""
        objects = super().filter(objects)
        words = self.cleaned_data.get("q", "").split()
        for word in words:
            objects = objects.filter(
                reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search_fields))
            )
        self.is_searching, self.search_query = bool(words), " ".join(words)
        return objects


class SearchedChoice(ViewMixin):
    """A choose view that searches `search_fields` and fetches what its titles show."""

    search_fields = ["name"]
    select_related: list[str] = []
    paginator_class = QuickCountPaginator

    def get_object_list(self) -> QuerySet:
        """Every row, with what its title shows."""
        return super().get_object_list().select_related(*self.select_related)

    def get_filter_form_class(self) -> type[BaseFilterForm]:
        """The search form for the fields of this chooser."""
        return type("FilterForm", (WordSearchForm,), {"search_fields": self.search_fields})


class ChooseView(SearchedChoice, views.ChooseView):
    """The dialog."""


class ChooseResultsView(SearchedChoice, views.ChooseResultsView):
    """The results inside the dialog."""


class SearchedChooserViewSet(PermittedChooser, ChooserViewSet):
    """A chooser of a reference table."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    per_page = 25


class AttributeChoice(ViewMixin):
    """An attribute is found by its code as well."""

    search_fields = ["label", "code"]
    select_related = ["group"]

    @property
    def columns(self) -> list[Column]:
        """Label, code, type and group."""
        return [
            *super().columns,
            Column("code", label=_("Code")),
            Column("type", label=_("Type"), accessor="get_type_display"),
            Column("group", label=_("Group")),
        ]


class ChooseAttributeView(AttributeChoice, ChooseView):
    """The dialog."""


class ChooseAttributeResultsView(AttributeChoice, ChooseResultsView):
    """The results inside the dialog."""


class AttributeChooserViewSet(SearchedChooserViewSet):
    """Chooses an attribute for a family."""

    model = Attribute
    icon = "form"
    choose_view_class = ChooseAttributeView
    choose_results_view_class = ChooseAttributeResultsView
    choose_one_text = _("Choose an attribute")
    choose_another_text = _("Choose another attribute")
    edit_item_text = _("Edit this attribute")


class CatalogSnippetChooserViewSet(PermittedChooser, SnippetChooserViewSet):
    """Chooses a snippet of the catalog."""


attribute_chooser = AttributeChooserViewSet("catalog_attribute_chooser")
