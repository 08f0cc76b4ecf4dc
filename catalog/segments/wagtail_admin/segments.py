"""Segments in the admin: the builder of the filter, and how many products it finds."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from accounts.models import User
from catalog.products.models.product import Product
from catalog.schema.wagtail_admin.viewsets import (
    ReferenceEditView,
    ReferenceIndexView,
    ReferenceViewSet,
)
from catalog.segments.compilation import segment_products
from catalog.segments.models import Segment
from catalog.segments.rights import segments_known_to
from catalog.segments.wagtail_admin.builder.fields import SegmentFilterField
from catalog.segments.wagtail_admin.known_filters import ListsKnown, ShowsKnown
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout
from console.signed_in import SignedInRequest
from console.visibility import may_see
from console.wagtail_admin.paginator import QuickCountPaginator

LONGEST_COUNT = 500  # milliseconds


def products_found(segment: Segment, user: User) -> str:
    """How many products the segment finds for `user`, or why that cannot be said."""
    try:
        products = segment_products(segment.filter, user=user)
        with statement_timeout(LONGEST_COUNT):
            paginator = QuickCountPaginator(products, per_page=1)
            count, is_estimate = paginator.count, paginator.is_estimate
    except ValidationError as error:
        return " ".join(error.messages)
    except StatementTimeoutError:
        return _("too many to count quickly")
    if is_estimate:
        return paginator.items_count_label
    return ngettext("%(count)d product", "%(count)d products", count) % {"count": count}


class FoundColumn(Column):
    """The way to the products of a segment, which are counted once the list is there.

    Fifty counts of half a second each would keep the list from showing.
    """

    cell_template_name = "catalog/segments/found_cell.html"

    class Media:
        js = ["catalog/segments/found.js"]

    def get_value(self, instance: Segment) -> str:
        """Nothing yet."""
        return ""

    def get_cell_context_data(self, instance: Segment, parent_context: dict) -> dict[str, Any]:
        """Where the products are shown, and where they are counted."""
        return {
            **super().get_cell_context_data(instance, parent_context),
            "listing_url": f"{reverse('catalog_product:list')}?segment={instance.pk}",
            "found_url": reverse("catalog_segment:found", args=[instance.pk]),
        }


@require_GET
def count_found(request: SignedInRequest, pk: int) -> JsonResponse:
    """How many products a segment finds that the user sees, in words."""
    if not may_see(request.user, Product):
        raise PermissionDenied
    segment = get_object_or_404(segments_known_to(request.user), pk=pk)
    return JsonResponse({"text": products_found(segment, request.user)})


class SegmentForm(WagtailAdminModelForm):
    """The filter in the builder."""

    filter = SegmentFilterField(required=False, label=gettext_lazy("Filter"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["filter"].segment_code = self.instance.code
        self.fields["filter"].user = self.for_user


class FoundPanel(HelpPanel):
    """How many products the stored filter finds, with the way to them."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The number, for a segment that has been saved."""

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            if self.instance and self.instance.pk:
                self.content = self._found()

        def is_shown(self) -> bool:
            """Not before the segment is saved."""
            return bool(self.instance and self.instance.pk)

        def _found(self) -> SafeString:
            url = f"{reverse('catalog_product:list')}?segment={self.instance.pk}"
            return format_html(
                '<a href="{}">{}</a> {}',
                url,
                products_found(self.instance, self.request.user),
                _("with the filter as last saved."),
            )


class SegmentIndexView(ListsKnown, ReferenceIndexView):
    """The shared segments, and the user's own."""

    known = staticmethod(segments_known_to)


class VisibleSegment(ShowsKnown):
    """A view of a segment that is shared, or the user's own."""

    known = staticmethod(segments_known_to)


class SegmentEditView(VisibleSegment, ReferenceEditView):
    """The form of a segment."""


class SegmentDeleteView(VisibleSegment, generic.DeleteView):
    """Deletes a segment that nothing uses."""


class SegmentHistoryView(VisibleSegment, generic.HistoryView):
    """What happened to a segment."""


class SegmentUsageView(VisibleSegment, generic.UsageView):
    """What names a segment."""


class SegmentViewSet(ReferenceViewSet):
    """Named product filters."""

    model = Segment
    index_view_class = SegmentIndexView
    edit_view_class = SegmentEditView
    delete_view_class = SegmentDeleteView
    history_view_class = SegmentHistoryView
    usage_view_class = SegmentUsageView
    icon = "sliders"
    menu_label = gettext_lazy("Segments")
    list_display = [
        "name",
        "code",
        "description",
        FoundColumn("found", label=gettext_lazy("Finds")),
    ]
    search_fields = ["name", "code"]

    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("code"),
            FieldPanel("description"),
            FoundPanel(heading=gettext_lazy("Finds")),
            FieldPanel("filter"),
        ],
        base_form_class=SegmentForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the count of one segment."""
        found = path("<int:pk>/found/", count_found, name="found")
        return [*super().get_urlpatterns(), found]
