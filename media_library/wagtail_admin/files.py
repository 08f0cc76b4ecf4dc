"""Wagtail's pages of images, documents and media, with what really uses a file."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImageIndexView
from wagtailmedia import get_permission_policy

from console.references import use_counts
from console.wagtail_admin.delete_views import DeletionRule
from console.wagtail_admin.usage import UsesTable
from media_library.models import MediaFile


class CountedUses:
    """A list of files with the number of records that use each, as far as one may see them.

    There is no order and no filter by Wagtail's own count, which imports leave behind.
    """

    needs_usage_count_subquery = False

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Count for the files of the page."""
        keys = [file.pk for file in object_list]
        counts = use_counts(self.model, keys, self.request.user)
        for file in object_list:
            file.usage_count = counts[file.pk]
        return object_list

    @cached_property
    def columns(self) -> list[Column]:
        """No order by the count."""
        columns = super().columns
        for column in columns:
            if column.name == "usage_count":
                column.sort_key = None
        return columns


class ImagesFilter(ImagesFilterSet):
    """Without Wagtail's count."""

    usage_count = None


class DocumentsFilter(DocumentsFilterSet):
    """Without Wagtail's count."""

    usage_count = None


class ImagesView(CountedUses, ImageIndexView):
    """The list of images."""

    filterset_class = ImagesFilter
    ORDERING_OPTIONS = {
        name: label
        for name, label in ImageIndexView.ORDERING_OPTIONS.items()
        if "usage_count" not in name
    }


class DocumentsView(CountedUses, DocumentIndexView):
    """The list of documents."""

    filterset_class = DocumentsFilter


class MediaView:
    """A page of one film or sound."""

    model = MediaFile
    pk_url_kwarg = "media_id"
    header_icon = "media"
    index_url_name = "wagtailmedia:index"
    edit_url_name = "wagtailmedia:edit"
    usage_url_name = "wagtailmedia:media_usage"
    delete_url_name = "wagtailmedia:delete"
    permission_policy = get_permission_policy()

    def user_has_permission(self, permission: str) -> bool:
        """By the collection of the file."""
        return self.user_has_permission_for_instance(permission, self.object)


class MediaDeleteView(MediaView, DeletionRule, generic.DeleteView):
    """Deletes a film or a sound."""

    page_title = _("Delete media file")


class MediaUsesView(MediaView, UsesTable, generic.UsageView):
    """What uses a film or a sound."""
