"""The admin's own API of pictures and documents: what the person sees, and no more.

Wagtail's lists all of them to everybody who may enter the admin.
"""

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from console.wagtail_admin.seen_records import seen_records


class SeenRecords:
    """Keeps a listing and the page of one record to what the person sees."""

    def get_queryset(self) -> QuerySet:
        """The records; raises PermissionDenied for who sees none of the kind."""
        seen = seen_records(self.model, self.request.user)
        return super().get_queryset().filter(pk__in=seen.values("pk"))


class SeenImages(SeenRecords, ImagesAdminAPIViewSet):
    """Pictures."""


class SeenDocuments(SeenRecords, DocumentsAdminAPIViewSet):
    """Documents."""
