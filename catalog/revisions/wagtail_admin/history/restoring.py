"""The way back to an earlier version."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.history.versions import load_version
from catalog.revisions.services.restoring import RestoreError, restore_value, restore_version
from catalog.revisions.wagtail_admin.history.base import HistoryPage


class RestoreView(HistoryPage, View):
    """Makes a draft of an earlier version, or of one value of it."""

    any_permission_required = None
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Restore and go to the form, where the draft can be looked at and published."""
        version = load_version(self.object, request.POST.get("version", ""))
        if version is None:
            messages.error(request, _("This version has been deleted. Choose another one."))
            return redirect(self.address(self.history_url_name))
        what = {"product": self.object, "version": version, "user": request.user}
        path = request.POST.get("path", "")
        left_out = []
        try:
            if path:
                restore_value(**what, path=path)
            else:
                left_out = restore_version(**what, without=self.hidden_parts).left_out
        except WriteRefusedError as error:
            messages.error(request, " ".join(error.reasons))
            return redirect(self.address(self.history_url_name))
        except RestoreError as error:
            messages.error(request, str(error))
            return redirect(self.address(self.history_url_name))
        if left_out:
            messages.warning(
                request,
                _("Not restored, because what they refer to has been deleted: %(parts)s.")
                % {"parts": ", ".join(left_out)},
            )
        messages.success(request, _("Restored as a draft. Check it, then publish it."))
        return redirect(self.address(self.edit_url_name))
