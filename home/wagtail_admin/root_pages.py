"""Asks an administrator for the name of a page that a whole site would go with.

Of a page that is deleted, the page of every deletion asks.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin import messages
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page

from console.deletion import is_name_of, name_of
from console.wagtail_admin.delete_views import NAME
from home.models.root_pages import sites_kept_by

TAKES_AWAY = {"delete", "move", "unpublish"}


def ask_before_moving(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """The page that asks, unless `page` keeps no site or its name was typed.

    Raises PermissionDenied where Wagtail would only do so at the end.
    """
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
    return _ask(request, page, _("Move"), _("Yes, move it"))


def ask_before_unpublishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The same for taking it off the site."""
    return _ask(request, page, _("Unpublish"), _("Yes, unpublish it"))


def refuse_many(
    request: HttpRequest, action_type: str, objects: Sequence[models.Model], action: BulkAction
) -> HttpResponse | None:
    """No root of a site among many pages: each is confirmed by itself."""
    if action.model is not Page or action_type not in TAKES_AWAY:
        return None
    kept = [page.get_admin_display_title() for page in objects if sites_kept_by(page).exists()]
    if not kept:
        return None
    text = _("A site starts with “{page}” or a page below it. Open it and do this there.")
    messages.error(request, text.format(page=kept[0]))
    return redirect(action.next_url)


class PagesOfTheAdmin(PagesAdminAPIViewSet):
    """Wagtail's API of pages for the admin itself, where nobody can be asked for a name."""

    def action_view(self, request: Request, pk: int, action_name: str) -> Response:
        """Do it, unless it takes a site away; raises PermissionDenied then."""
        if action_name in TAKES_AWAY and sites_kept_by(self.get_object()).exists():
            raise PermissionDenied
        return super().action_view(request, pk, action_name)


def _ask(request: HttpRequest, page: Page, title: str, button: str) -> HttpResponse | None:
    sites = list(sites_kept_by(page))
    if not sites or is_name_of(page, request.POST.get(NAME, "")):
        return None
    context: dict[str, Any] = {
        "page": page,
        "name": name_of(page),
        "sites": sites,
        "title": title,
        "button": button,
        "field": NAME,
        "is_wrong": NAME in request.POST,
        "kept": [
            (key, value)
            for key, values in request.POST.lists()
            if key not in (NAME, "csrfmiddlewaretoken")
            for value in values
        ],
    }
    return render(request, "home/admin/confirm_root_page.html", context)
