"""The views of a page while others save the same page."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, Revision


class KeepsNewerVersion:
    """Saves over no version of a page that the form did not show.

    Wagtail refuses that where the form saves itself, and else leaves it to a script to ask. Here
    the page comes back with what was sent and says who has saved what; sent once more, it is put
    on top of the version that the person knows of by then. Every version stays in the history.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Look again which version is the latest, now that nobody else can write one."""
        with transaction.atomic():
            self.latest_revision = self._locked_latest()
            for name in ("is_out_of_date", "latest_revision_created_at"):
                self.__dict__.pop(name, None)
            if self.is_out_of_date:
                return self._refuse(self._theirs.order_by("-created_at").first())
            return super().form_valid(form)

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody else has saved a version since; one's own form may have saved itself."""
        if self.expects_json_response and super().is_out_of_date:
            return True
        return not self.request.POST.get("overwrite_revision_id") and self._theirs.exists()

    @property
    def _theirs(self) -> QuerySet[Revision]:
        """What others have saved since the form was opened."""
        others = self.real_page_record.revisions.exclude(user=self.request.user)
        seen = self.request.POST.get("loaded_revision_created_at", "")
        return others.filter(created_at__gt=seen) if _is_moment(seen) else others

    def get_editing_sessions(self) -> Any:
        """Who else is here; without Wagtail's question whether to write over what they saved."""
        sessions = super().get_editing_sessions()
        sessions.revision_id = sessions.revision_created_at = None
        return sessions

    def _locked_latest(self) -> Revision | None:
        pages = Page.objects.select_for_update(of=("self",)).select_related(None)
        return pages.get(pk=self.page.pk).get_latest_revision()

    def _refuse(self, theirs: Revision | None) -> HttpResponse:
        text = _(
            "%(person)s has saved a newer version of this page since you opened it, so nothing "
            "was saved. Your text is still here: check what was changed and copy it over. If you "
            "save now, your version becomes the latest; the other one stays in the history."
        ) % {"person": theirs.user if theirs and theirs.user else _("Someone")}
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", text)
        messages.error(self.request, text, buttons=[self._comparison()])
        self.page.latest_revision = self.latest_revision
        self.has_unsaved_changes = True
        # The form must not save itself over what the person is only now told of.
        self.autosave_enabled = False
        return self.render_to_response(self.get_context_data())

    def _comparison(self) -> Any:
        seen, latest = self.request.POST.get("loaded_revision_id", ""), self.latest_revision.pk
        if not seen.isdecimal() or seen == str(latest):
            address = reverse("wagtailadmin_pages:history", args=[self.page.pk])
        else:
            address = reverse(
                "wagtailadmin_pages:revisions_compare", args=[self.page.pk, seen, latest]
            )
        return messages.button(address, _("See the changes"), new_window=True)


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False


class SitePageEditView(KeepsNewerVersion, EditView):
    """The form of a page."""


class SitePageRevertView(KeepsNewerVersion, RevisionsRevertView):
    """The form of an earlier version of a page."""


class SitePageViewSet(PageViewSet):
    """The views of every page type that has none of its own."""

    edit_view_class = SitePageEditView
    revisions_revert_view_class = SitePageRevertView
