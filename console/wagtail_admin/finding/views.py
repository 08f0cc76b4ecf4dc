"""What the search box found, as a page and as the part of it that the dialog shows."""

from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from console.finders.finding import FOUND_OF_A_KIND, LONGEST, SHORTEST, find_everywhere
from console.signed_in import SignedInRequest

# On its own page; the dialog has less room.
FOUND_ON_THE_PAGE = 20


@method_decorator(never_cache, name="dispatch")
class FindView(WagtailAdminTemplateMixin, TemplateView):
    """What the text means among all that the person may see, by kind."""

    request: SignedInRequest
    results_only = False
    page_title = _("Find anything")
    header_icon = "search"

    def get_template_names(self) -> list[str]:
        """The page, or what the dialog shows."""
        name = "results" if self.results_only else "find"
        return [f"console/finding/{name}.html"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Only this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was found."""
        text = self.request.GET.get("q", "").strip()[:LONGEST]
        limit = FOUND_OF_A_KIND if self.results_only else FOUND_ON_THE_PAGE
        return super().get_context_data(**kwargs) | {
            "text": text,
            "is_short": len(text) < SHORTEST,
            "shortest": SHORTEST,
            "longest": LONGEST,
            "kinds": find_everywhere(self.request.user, text, limit),
        }
