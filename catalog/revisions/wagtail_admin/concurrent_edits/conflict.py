"""The page that asks where two people have changed the same field."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.queries.content import latest_content
from catalog.revisions.queries.differences.comparing import Difference, differences_of_pairs
from catalog.revisions.services.concurrent_edits.forms import opened_form
from catalog.revisions.services.concurrent_edits.saving import (
    ConflictError,
    JoinedError,
    clashes_of,
    resolve,
)
from catalog.revisions.wagtail_admin.concurrent_edits.labels import labels_of
from catalog.revisions.wagtail_admin.history.base import HistoryPage

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Question:
    """One field that both have changed: what was there, and what each made of it."""

    number: int
    path: str
    label: str
    before: str
    theirs: str
    mine: str


class ConflictView(HistoryPage, TemplateView):
    """Asks for each field that both have changed whose edit stays."""

    template_name = "catalog/revisions/concurrent_edits/conflict.html"
    page_title = _("Conflicting edits of the same field")
    header_icon = "warning"
    any_permission_required = ["change"]

    @cached_property
    def opened(self) -> OpenedForm:
        """What this person sent and what waits for the answer."""
        key = str(self.kwargs["key"])
        found = opened_form(key=key, product=self.object, user=self.request.user)
        if not found or found.pending is None:
            raise Http404(gettext("There is nothing left to decide."))
        return found

    @cached_property
    def questions(self) -> list[Question]:
        """The fields in question."""
        base, latest = self.opened.content, latest_content(self.object)
        pairs = [(base, latest), (base, self.opened.pending)]
        theirs, mine = map(_by_path, differences_of_pairs(pairs))
        paths = clashes_of(form=self.opened)
        labels = {path: labels_of([path])[0] for path in paths}
        return [
            _question(number, path, labels[path], theirs.get(path), mine.get(path))
            for number, path in enumerate(paths)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions, and who has written the other edit."""
        revision = self.object.latest_revision
        return super().get_context_data(**kwargs) | {
            "questions": self.questions,
            "other": revision.user if revision else None,
            "edit_url": self.address(self.edit_url_name),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save as chosen; ask again where an answer is missing or a new edit came in between."""
        answers = {one.path: request.POST.get(f"keep-{one.path}") for one in self.questions}
        decided = {path for path, answer in answers.items() if answer in (MINE, THEIRS)}
        if len(decided) < len(answers):
            messages.error(request, gettext("Choose one of the two values for every field."))
            return self.get(request, *args, **kwargs)
        try:
            resolve(
                form=self.opened,
                user=request.user,
                prefer_mine={path for path, answer in answers.items() if answer == MINE},
                decided=decided,
            )
        except ConflictError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        except WriteRefusedError as error:
            messages.error(request, " ".join(error.reasons))
            return self.get(request, *args, **kwargs)
        except JoinedError as error:
            messages.error(request, str(error))
            return self.get(request, *args, **kwargs)
        messages.success(request, gettext("Saved as a draft with your choices."))
        return redirect(self.address(self.edit_url_name))


def _by_path(differences: list[Difference]) -> dict[str, Difference]:
    return {one.path: one for one in differences}


def _question(
    number: int, path: str, label: str, theirs: Difference | None, mine: Difference | None
) -> Question:
    return Question(
        number=number,
        path=path,
        label=label,
        before=(mine or theirs).before if mine or theirs else "",
        theirs=theirs.after if theirs else "",
        mine=mine.after if mine else "",
    )
