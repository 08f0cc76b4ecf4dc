"""What a draft changes, beside its form."""

from typing import Any

from django.db.models import Q
from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.models import TaskState

from catalog.products.models.product import Product
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.revisions.queries.differences.comparing import (
    Difference,
    content_differences,
    part_of_path,
)
from catalog.revisions.queries.live_contents import live_contents, nothing_published
from catalog.revisions.queries.reviews import waiting_reviews


class ChangesSidePanel(BaseSidePanel):
    """What the draft changes of what is published, field by field, and where its approval is."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Its button, with the number of changes."""

        aria_label = _("Toggle changes of the draft")
        icon_name = "list-ul"
        counter_classname = "w-bg-info-100"

        def get_context_data(self, parent_context: Any) -> dict:
            """Add the number of changes."""
            return super().get_context_data(parent_context) | {"count": len(self.panel.differences)}

    name = "changes"
    title = _("Changes of the draft")
    template_name = "catalog/revisions/reviews/changes.html"
    order = 140

    @cached_property
    def differences(self) -> list[Difference]:
        """Draft against published, without what this person may not see."""
        product = Product.objects.select_related("latest_revision").get(pk=self.object.pk)
        if not product.latest_revision or not product.has_unpublished_changes:
            return []
        content = product.latest_revision.content
        live = live_contents([product])[product.pk] if product.live else nothing_published(content)
        hidden = hidden_parts_of(self.request.user)
        found = content_differences(live, content)
        return [one for one in found if part_of_path(one.path) not in hidden]

    def get_context_data(self, parent_context: Any) -> dict:
        """Add the differences, the step that this person can decide, and the last decision."""
        of_product = Q(workflow_state__object_id=str(self.object.pk))
        waiting = waiting_reviews(self.request.user).filter(of_product).first()
        decided = TaskState.objects.for_instance(self.object).filter(finished_at__isnull=False)
        return super().get_context_data(parent_context) | {
            "differences": self.differences,
            "waiting": waiting,
            "decision": decided.select_related("finished_by").order_by("-finished_at").first(),
        }

    @property
    def media(self) -> Media:
        """The styles of differences."""
        return Media(css={"all": [versioned_static("catalog/revisions/history.css")]})


class ShowsChanges:
    """An edit view of products with the side panel of changes."""

    def get_side_panels(self) -> MediaContainer:
        """Add it, unless only an autosave is answered."""
        panels = super().get_side_panels()
        if self.expects_json_response:
            return panels
        return MediaContainer([*panels, ChangesSidePanel(self.object, self.request)])
