"""What the viewsets of the catalog have in common."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView as SnippetEditView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from .choosers import CatalogSnippetChooserViewSet
from .deletion import GuardedSnippetDeleteView, ReferenceDeleteView
from .paginator import QuickCountPaginator
from .usage import ReferencesView

ROWS_A_PAGE = 50


class UsageButton:
    """An edit view with its usage page in the menu instead of a count from the reference index."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add "Usage" to the menu of the page."""
        url = reverse(self.usage_url_name, args=[self.object.pk])
        button = Button(_("Usage"), url=url, icon_name="link", priority=15)
        return [*super().header_more_buttons, button]

    def get_usage_url(self) -> None:
        """The side panel would show the count of the reference index; leave it out."""
        return None


class SelectRelated:
    """A listing that fetches the related records of its columns in the same query."""

    select_related: list[str] = []
    paginator_class = QuickCountPaginator

    def get_base_queryset(self):
        """The records with what their columns show."""
        queryset = super().get_base_queryset()
        return queryset.select_related(*self.select_related) if self.select_related else queryset


class ReferenceIndexView(SelectRelated, generic.IndexView):
    """The list of a reference table."""


class CatalogSnippetIndexView(SelectRelated, SnippetIndexView):
    """The list of a snippet of the catalog."""


class ReferenceEditView(UsageButton, generic.EditView):
    """The form of a record of a reference table."""


class CatalogSnippetEditView(UsageButton, SnippetEditView):
    """The form of a snippet of the catalog."""


class CatalogViewSet:
    """Addresses, page size and guarded deletion of every viewset of the catalog."""

    list_per_page = ROWS_A_PAGE
    # Imports write set-wise and would leave the reference index behind; see references.py.
    add_to_reference_index = False
    copy_view_enabled = False
    usage_view_class = ReferencesView
    delete_template_name = "catalog/admin/confirm_delete.html"
    select_related: list[str] = []

    @cached_property
    def url_prefix(self) -> str:
        """Everything of the catalog is under /admin/catalog/."""
        return f"catalog/{self.model_name}"

    @cached_property
    def url_namespace(self) -> str:
        """The namespace of the addresses, such as catalog_brand."""
        return f"catalog_{self.model_name}"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict:
        """Tell the listing which related records its columns show."""
        return super().get_index_view_kwargs(select_related=self.select_related, **kwargs)


class ReferenceViewSet(CatalogViewSet, ModelViewSet):
    """A reference table: short records without drafts."""

    index_view_class = ReferenceIndexView
    edit_view_class = ReferenceEditView
    delete_view_class = ReferenceDeleteView


class CatalogSnippetViewSet(CatalogViewSet, SnippetViewSet):
    """A snippet: can be chosen in pages and deleted in bulk."""

    index_view_class = CatalogSnippetIndexView
    edit_view_class = CatalogSnippetEditView
    delete_view_class = GuardedSnippetDeleteView
    chooser_viewset_class = CatalogSnippetChooserViewSet
