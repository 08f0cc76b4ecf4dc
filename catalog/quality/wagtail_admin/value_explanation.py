"""The page that explains a value, above what its history tells."""

from typing import Any

from django.utils.translation import gettext_lazy

from catalog.quality.queries.value_explanation import explain_value
from catalog.revisions.wagtail_admin.history.base import source_address
from catalog.revisions.wagtail_admin.history.value import ValueHistoryView
from console.signed_in import SignedInRequest


class ExplainedValueView(ValueHistoryView):
    """Which value holds and why, then every write that changed the value of this very place.

    Asked by a field of the form it is about what the form shows, the draft where there is one; else
    about what is published.
    """

    template_name = "catalog/quality/value_explanation.html"
    page_title = gettext_lazy("Explain this value")
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the explanation; columns of the product itself hold by themselves."""
        context = super().get_context_data(**kwargs)
        if slot := self.asked.slot:
            is_published = "path" in self.request.GET
            product = self.object if is_published else self.object.get_latest_revision_as_object()
            explanation = explain_value(
                product,
                attribute=slot.attribute,
                user=self.request.user,
                locale=slot.locale,
                channel=slot.channel.code if slot.channel else "",
            )
            context["explanation"] = explanation
            if explanation.change and explanation.change.source:
                context["change_url"] = source_address(explanation.change.source)
        return context
