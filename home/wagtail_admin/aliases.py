"""Aliases among many pages that are published at once."""

from collections.abc import Sequence

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import Page


def refuse_publishing_aliases(
    request: HttpRequest, action_type: str, objects: Sequence[models.Model], action: BulkAction
) -> HttpResponse | None:
    """Say that an alias is published with the page it shows; Wagtail ends in an error."""
    if action.model is not Page or action_type != "publish":
        return None
    alias = next((page for page in objects if page.alias_of_id), None)
    if alias is None:
        return None
    text = _("“%(page)s” is an alias. Publish its source page instead, and deselect this one.")
    messages.error(request, text % {"page": alias.get_admin_display_title()})
    return redirect(action.next_url)
