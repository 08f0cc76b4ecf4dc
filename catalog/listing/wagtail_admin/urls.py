"""The addresses of what stands over the listing."""

from django.urls import URLPattern, path

from catalog.listing.wagtail_admin.cells import CellView
from catalog.listing.wagtail_admin.choosing_columns import ColumnsPanel
from catalog.listing.wagtail_admin.filters import FilterPanel
from catalog.listing.wagtail_admin.saved_views import (
    DeleteViewPanel,
    EditViewPanel,
    NewViewPanel,
    SaveViewPanel,
)


def listing_urls() -> list[URLPattern]:
    """Panels and cells."""
    return [
        path("listing/filter/", FilterPanel.as_view(), name="filter"),
        path("listing/columns/", ColumnsPanel.as_view(), name="columns"),
        path("listing/view/new/", NewViewPanel.as_view(), name="view_new"),
        path("listing/view/save/", SaveViewPanel.as_view(), name="view_save"),
        path("listing/view/edit/", EditViewPanel.as_view(), name="view_edit"),
        path("listing/view/delete/", DeleteViewPanel.as_view(), name="view_delete"),
        path("listing/cell/<int:pk>/<str:column>/", CellView.as_view(), name="cell"),
    ]
