"""Channels: deleting one takes its values along in the background; its languages are asked."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic

from catalog.models import Channel, Product
from catalog.selectors.channel_uses import LanguageUse, has_values_of_former_channel, language_uses
from catalog.selectors.code_uses import Code, uses_of
from catalog.services.model_changes import plan_channel_removal, start_model_change
from console.effects import Effect
from console.references import Reference, Uses, reference_of, references_to, seen_uses
from console.wagtail_admin.delete_views import DeletionRule
from jobs.exceptions import JobError

from ..viewsets import ReferenceEditView
from .reading import as_use

PAGE = "catalog_modelchange:page"
CONFIRMED = "languages-confirmed"


class ChannelDeleteView(DeletionRule, generic.DeleteView):
    """Deletes a channel: at once where nothing hangs on it, else by a change that can be undone."""

    @cached_property
    def uses(self) -> Uses:
        """What refers to the channel; the values of products go with it."""
        return seen_uses(map(_without_values, references_to(self.object)), self.request.user)

    def delete_confirmed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Start the change where something would lose what it has for the channel."""
        if not self.uses.asks_name:
            return super().delete_confirmed(request, *args, **kwargs)
        channel, user = self.object, request.user
        change = plan_channel_removal(code=channel.code, name=channel.name, user=user)
        try:
            start_model_change(change=change, user=user)
        except JobError as error:
            messages.error(request, str(error))
        return redirect(PAGE, change.pk)


def _without_values(reference: Reference) -> Reference:
    """No product forbids the deletion: the change takes its values first."""
    if reference.model is Product and reference.effect is Effect.FORBIDS:
        return replace(reference, effect=Effect.CLEARED, asks=True)
    return reference


class FormerChannelView(ChannelDeleteView):
    """Removes the values that products still have of a channel which is no more."""

    page_title = gettext_lazy("Values of a former channel")

    def get_object(self, queryset: Any = None) -> Channel:
        """What is left of it: its code."""
        code = self.kwargs["code"]
        if Channel.objects.filter(code=code).exists() or not has_values_of_former_channel(code):
            raise Http404
        return Channel(code=code, name=code)

    def get_delete_url(self) -> str:
        """This page."""
        return self.request.path

    @cached_property
    def uses(self) -> Uses:
        """The values that are still there."""
        found = [
            reference_of(as_use(use, use.nouns[1], use.queryset))
            for use in uses_of(Code(self.object, "code"))
            if use.is_value
        ]
        return seen_uses(map(_without_values, found), self.request.user)


class ChannelEditView(ReferenceEditView):
    """The form of a channel; taking a language out tells first what that means."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, unless a language goes that something has been written in."""
        gone = self._languages_that_go(form)
        if not gone or self.request.POST.get(CONFIRMED):
            return super().form_valid(form)
        context = {
            "languages": gone,
            "channel": form.instance,
            "sent": [
                (name, value)
                for name, values in self.request.POST.lists()
                for value in values
                if name not in ("csrfmiddlewaretoken", CONFIRMED)
            ],
            "confirmed": CONFIRMED,
            "page_title": _("Languages of a channel"),
            "header_title": form.instance.name,
            "header_icon": "globe",
            "breadcrumbs_items": self.get_breadcrumbs_items(),
        }
        return render(self.request, "catalog/admin/codes/languages.html", context)

    def _languages_that_go(self, form: Any) -> list[LanguageUse]:
        stored = Channel.objects.get(pk=form.instance.pk)
        gone = [code for code in stored.locales if code not in form.cleaned_data["locales"]]
        return language_uses(stored, gone, self.request.user)
