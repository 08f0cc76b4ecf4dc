"""Choosing pages in the admin."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.models import Page


class ChosenPagesView(ChosenMultipleView):
    """The pages that were chosen; never a root of the tree, which has no parent to tell."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """404 for a root, as for a page that is not there."""
        roots = {str(key) for key in Page.objects.filter(depth=1).values_list("pk", flat=True)}
        if roots.intersection(request.GET.getlist("id")):
            raise Http404
        return super().get(request)
