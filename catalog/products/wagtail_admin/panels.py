"""The tabs of the product form."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from catalog.products.parts import part_permissions
from catalog.products.wagtail_admin.attributes_panel import AttributesPanel
from catalog.products.wagtail_admin.form import ProductForm
from catalog.products.wagtail_admin.tabs import ProductTab, registered_tabs
from catalog.products.wagtail_admin.variant_panels import VariantsPanel
from catalog.schema.wagtail_admin.other_spellings import AnswerPanel, spelling_panel


class PermittedInlinePanel(InlinePanel):
    """Rows that are shown where the form has them: it leaves out what the user may not change."""

    def get_bound_panel(
        self, instance: Any = None, request: Any = None, form: Any = None, prefix: str = "panel"
    ) -> Panel.BoundPanel:
        """The rows, or a panel that is not shown."""
        if self._is_hidden(request, form):
            return (
                HiddenPanel()
                .bind_to_model(self.model)
                .get_bound_panel(instance, request, form, prefix)
            )
        return super().get_bound_panel(instance, request, form, prefix)

    def _is_hidden(self, request: Any, form: Any) -> bool:
        if form is not None:
            return self.relation_name not in form.formsets
        # The comparison of versions has no form.
        permission = part_permissions().get(self.relation_name)
        return bool(permission and request and not request.user.has_perm(permission))


class HiddenPanel(Panel):
    """Nothing."""

    class BoundPanel(Panel.BoundPanel):
        """Nothing."""

        def is_shown(self) -> bool:
            """Never."""
            return False


class ProductTabs(TabbedInterface):
    """Tabs that know of the fields which the form adds to itself."""

    class BoundPanel(TabbedInterface.BoundPanel):
        """Wagtail appends the fields of no panel; those of the attributes have theirs."""

        def render_missing_fields(self) -> SafeString:
            """The hidden inputs that no tab shows."""
            declared = self.panel.get_form_options()["fields"]
            names = [
                name
                for name in self.form.fields
                if name not in declared and name not in self.form.value_slots
            ]
            return format_html_join("", "{}", ((self.form[name],) for name in names))


def product_tabs() -> TabbedInterface:
    """Content, attributes and everything that hangs on a product."""
    return ProductTabs(
        [
            ObjectList(_content_panels(), heading=_("Content")),
            ObjectList([AttributesPanel()], heading=_("Attributes")),
            ObjectList([VariantsPanel()], heading=_("Variants")),
            *map(_tab, registered_tabs()),
        ],
        base_form_class=ProductForm,
    )


def _content_panels() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldRowPanel(["brand", "family"]),
                AnswerPanel("hide_values", asks="asks_to_hide"),
                FieldRowPanel(
                    [
                        FieldPanel("part_number", required_on_save=True),
                        FieldPanel("sku", required_on_save=True),
                        FieldPanel("gtin"),
                    ]
                ),
                spelling_panel(),
                FieldPanel("status"),
            ],
            heading=_("Identity"),
        ),
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("category"),
        FieldPanel("additional_categories"),
        FieldPanel("parent"),
        PublishingPanel(),
    ]


def _tab(tab: ProductTab) -> ObjectList:
    panels = [
        PermittedInlinePanel(
            rows.part, panels=list(rows.panels()), heading=rows.heading, label=rows.label
        )
        for rows in tab.rows
    ]
    return ObjectList(panels, heading=tab.heading)
