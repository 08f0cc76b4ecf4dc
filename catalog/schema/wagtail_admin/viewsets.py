"""What the viewsets of the catalog have in common."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import EditView as SnippetEditView
from wagtail.snippets.views.snippets import IndexView as SnippetIndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from catalog.schema.wagtail_admin.choosers import CatalogSnippetChooserViewSet
from catalog.schema.wagtail_admin.code_protection import KeepsCodesInUse
from console.mixins import ViewMixin, ViewSetMixin
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals
from console.wagtail_admin.paginator import QuickCountPaginator

ROWS_A_PAGE = 50


class SelectRelated(ViewMixin):
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


class ReferenceCreateView(TellsDatabaseRefusals, generic.CreateView):
    """The form of a new record of a reference table."""


class ReferenceEditView(TellsDatabaseRefusals, KeepsCodesInUse, generic.EditView):
    """The form of a record of a reference table."""


class LockingEditView(ReferenceEditView):
    """The form of a record of which checks lock something, which stays so until it is saved."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check and save it in one transaction."""
        return super().post(request, *args, **kwargs)


class CatalogSnippetEditView(KeepsCodesInUse, SnippetEditView):
    """The form of a snippet of the catalog."""


class CatalogViewSet(ViewSetMixin):
    """Addresses and page size of every viewset of the catalog."""

    list_per_page = ROWS_A_PAGE
    # Imports write set-wise and would leave the reference index behind; see console.references.
    add_to_reference_index = False
    copy_view_enabled = False
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
    add_view_class = ReferenceCreateView
    edit_view_class = ReferenceEditView


class CatalogSnippetViewSet(CatalogViewSet, SnippetViewSet):
    """A snippet: can be chosen in pages and deleted in bulk."""

    index_view_class = CatalogSnippetIndexView
    edit_view_class = CatalogSnippetEditView
    chooser_viewset_class = CatalogSnippetChooserViewSet
