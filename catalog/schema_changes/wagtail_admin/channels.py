"""Channels: deleting one takes its values along in the background; its languages are asked."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.bulk.models import BulkChange
from catalog.listing.wagtail_admin.code_uses import as_use
from catalog.products.queries.former_channels import has_values_of_former_channel
from catalog.schema.code_uses.registry import Code, uses_of
from catalog.schema.models.channel import Channel
from catalog.schema.wagtail_admin.viewsets import ReferenceEditView
from catalog.schema_changes.queries.language_uses import LanguageUse, language_uses
from catalog.schema_changes.services.operations import plan_channel_removal
from catalog.schema_changes.wagtail_admin.deletion import DeleteWithValuesView
from console.references import Uses, reference_of

CONFIRMED = "languages-confirmed"


class ChannelDeleteView(DeleteWithValuesView):
    """Deletes a channel with what products have of their own for it."""

    def plan(self) -> BulkChange:
        """The removal of the channel."""
        return plan_channel_removal(
            code=self.object.code, name=self.object.name, user=self.request.user
        )


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
        return self.uses_without(found)


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
            "page_title": _("Channel languages"),
            "header_title": form.instance.name,
            "header_icon": "globe",
            "breadcrumbs_items": self.get_breadcrumbs_items(),
        }
        return render(self.request, "catalog/schema_changes/languages.html", context)

    def _languages_that_go(self, form: Any) -> list[LanguageUse]:
        stored = Channel.objects.get(pk=form.instance.pk)
        gone = [code for code in stored.locales if code not in form.cleaned_data["locales"]]
        return language_uses(stored, gone, self.request.user)
