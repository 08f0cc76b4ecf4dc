"""The usage page of a record, and the way to it from its form."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from console.references import Reference, uses_of


class UsesTable:
    """A usage view with each kind of record that refers to this one, and a few examples."""

    columns = [
        TitleColumn(
            "model_name", label=_("Records"), get_url=lambda reference: reference.address or None
        ),
        Column("field_name", label=_("Field")),
        NumberColumn("count", label=_("Count")),
        Column(
            "examples",
            label=_("For example"),
            accessor=lambda reference: "; ".join(map(str, reference.examples)),
        ),
        Column("consequence", label=_("Effect of deleting")),
    ]

    def get_template_names(self) -> list[str]:
        """The plain listing."""
        return ["wagtailadmin/generic/listing.html"]

    def get_queryset(self) -> list[Reference]:
        """The references that the person may see, most of them first."""
        uses = uses_of(self.object, user=self.request.user)
        return sorted(uses.references, key=lambda reference: -reference.count)

    def get_table(self, object_list: list[Reference], **kwargs: Any) -> Any:
        """The plain table of these columns."""
        return self.table_class(self.columns, object_list, **self.get_table_kwargs())


class PageUsesView(UsesTable, UsageView):
    """What refers to a page."""

    model = Page
    pk_url_kwarg = "page_id"
    header_icon = "doc-empty-inverse"
    usage_url_name = "wagtailadmin_pages:usage"
    edit_url_name = "wagtailadmin_pages:edit"

    def user_has_permission(self, permission: str) -> bool:
        """By the place of the page."""
        return self.object.permissions_for_user(self.request.user).can_edit()


class UsageButton:
    """An edit view with its usage page in the menu, and no count from the reference index."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add "Usage" to the menu of the page."""
        buttons = list(super().header_more_buttons)
        if self.usage_url_name:
            url = reverse(self.usage_url_name, args=[self.object.pk])
            buttons.append(Button(_("Usage"), url=url, icon_name="link", priority=15))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the page says how often a file is used: as far as the person may see it."""
        context = super().get_context_data(**kwargs)
        if "usage_count_val" in context:
            context["usage_count_val"] = uses_of(self.object, user=self.request.user).count()
        return context

    def get_usage_url(self) -> None:
        """The side panel would show the count of the reference index; leave it out."""
        return None
