"""Segments in the admin: a filter built from blocks, and how many products it finds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.blocks.base import BlockField

from catalog.models import Segment
from catalog.segments import check_filter, segment_products

from .paginator import QuickCountPaginator
from .segment_blocks import MATCHES, FilterBlock, blocks_to_filter, filter_to_blocks
from .viewsets import ReferenceViewSet


def products_found(segment: Segment) -> str:
    """How many products the segment finds, or why it cannot be asked."""
    try:
        paginator = QuickCountPaginator(segment_products(segment.filter), per_page=1)
    except ValidationError as error:
        return " ".join(error.messages)
    if paginator.is_estimate:
        return paginator.items_count_label
    return ngettext("%(count)d product", "%(count)d products", paginator.count) % {
        "count": paginator.count
    }


class SegmentForm(WagtailAdminModelForm):
    """The filter as a match and blocks; stored as the JSON of the filter language."""

    match = forms.ChoiceField(choices=MATCHES, label=gettext_lazy("Products for which"))
    conditions = BlockField(FilterBlock(), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Made here, as the fields that can be asked for follow from the attributes of now.
        block = FilterBlock()
        stored = self.instance.filter or {}
        self.fields["conditions"] = BlockField(
            block,
            required=False,
            label=_("Conditions"),
            help_text=_(
                "Without a condition, the segment holds every product. Several values (is one of, "
                "is between) stand one a line."
            ),
            initial=block.to_python(filter_to_blocks(stored.get("conditions", []))),
        )
        self.initial["match"] = stored.get("match", "all")

    def clean(self) -> dict:
        """Put the filter together, and refuse what cannot be asked."""
        cleaned = super().clean()
        if "conditions" in self.cleaned_data and "match" in self.cleaned_data:
            made = {
                "match": self.cleaned_data["match"],
                "conditions": blocks_to_filter(self.cleaned_data["conditions"]),
            }
            try:
                check_filter(made)
            except ValidationError as error:
                self.add_error("match", error)
            else:
                self.instance.filter = made
        return cleaned


class FoundPanel(HelpPanel):
    """How many products the stored filter finds, with the way to them."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The number, for a segment that has been saved."""

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            if self.instance and self.instance.pk:
                self.content = self._found()

        def is_shown(self) -> bool:
            """Not before the segment is saved."""
            return bool(self.instance and self.instance.pk)

        def _found(self) -> SafeString:
            url = f"{reverse('catalog_product:list')}?segment={self.instance.pk}"
            return format_html(
                '<a href="{}">{}</a> {}',
                url,
                products_found(self.instance),
                _("with the filter as it was saved last."),
            )


class SegmentViewSet(ReferenceViewSet):
    """Named product filters."""

    model = Segment
    icon = "sliders"
    menu_label = gettext_lazy("Segments")
    list_display = [
        "name",
        "code",
        "description",
        Column("found", label=gettext_lazy("Finds"), accessor=products_found),
    ]
    search_fields = ["name", "code"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("code"),
            FieldPanel("description"),
            FoundPanel(heading=gettext_lazy("Finds")),
            MultiFieldPanel(
                [FieldPanel("match"), FieldPanel("conditions")],
                heading=gettext_lazy("Filter"),
            ),
        ],
        base_form_class=SegmentForm,
    )
