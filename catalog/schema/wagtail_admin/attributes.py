"""Attributes with the rules for their values, their options and the columns of their tables."""

from typing import Any

from django import forms
from django.forms import BaseModelFormSet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button

from catalog.attribute_types.base import AttributeType
from catalog.attribute_types.registry import attribute_type, attribute_types, type_codes
from catalog.schema.code_uses.registry import Code, code_uses
from catalog.schema.models.attribute import Attribute, AttributeColumn, AttributeOption
from catalog.schema.queries.units import families_in_words
from catalog.schema.wagtail_admin.code_protection import refusal
from catalog.schema.wagtail_admin.options import OptionDeleteView, OptionEditView, way_to_replace
from catalog.schema.wagtail_admin.viewsets import (
    ReferenceEditView,
    ReferenceIndexView,
    ReferenceViewSet,
)
from console.deletion import explain
from console.references import uses_of
from console.wagtail_admin.form_checks import CheckedForm

# More options than these are edited in a list of their own instead of rows of the form.
MOST_INLINE_OPTIONS = 100
# The rows of the form that values know by their codes, and what of them cannot change then.
CHILDREN = {"options", "columns"}
RECODED = {"code", "type"}


class UnitInput(forms.TextInput):
    """A text input that proposes the known units by family."""

    template_name = "catalog/schema/unit_input.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        """Add the known units."""
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-units"})
        context["widget"]["families"] = families_in_words()
        return context


class AttributeForm(CheckedForm, WagtailAdminModelForm):
    """Refuses what would make every value of the attribute fail."""

    url_schemes = forms.MultipleChoiceField(
        choices=Attribute.Scheme.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Allowed URL schemes"),
    )

    class Media:
        js = ("catalog/schema/attribute_type.js",)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if has_many_options(self.instance):
            self.formsets.pop("options", None)

    def clean(self) -> dict:
        """Refuse to take away what is in use."""
        cleaned = super().clean()
        for name in CHILDREN & set(self.formsets):
            self._check_rows(self.formsets[name])
        return cleaned

    def _check_rows(self, formset: BaseModelFormSet) -> None:
        """Refuse to delete, recode or retype rows that values and filters know by their code."""
        gone = formset.deleted_forms
        for form in formset.initial_forms:
            changed = RECODED & set(form.changed_data)
            if not (form in gone or changed) or not form.instance.pk:
                continue
            stored = (
                type(form.instance).objects.select_related("attribute").get(pk=form.instance.pk)
            )
            if form in gone:
                self._check_deletion(stored)
            elif uses := code_uses(Code(stored, "code")):
                form.add_error(sorted(changed)[0], refusal(uses, self.for_user))

    def _check_deletion(self, row: AttributeOption | AttributeColumn) -> None:
        uses = uses_of(row, user=self.for_user)
        if not uses.refuses:
            return
        words = explain(f"“{row}”", uses)
        way_on = way_to_replace(row) if isinstance(row, AttributeOption) else ""
        self.add_error(None, format_html("{} {}", words, way_on))


def has_many_options(attribute: Attribute) -> bool:
    """Whether its options are too many for rows in its form."""
    options = AttributeOption.objects.filter(attribute_id=attribute.pk).order_by()
    return bool(attribute.pk) and options[MOST_INLINE_OPTIONS : MOST_INLINE_OPTIONS + 1].exists()


def options_url(attribute: Attribute) -> str:
    """The list of the options of an attribute."""
    return f"{reverse('catalog_attributeoption:index')}?attribute={attribute.pk}"


class OptionsPanel(InlinePanel):
    """The options as rows, or the way to their list where they are many."""

    def get_bound_panel(
        self, instance: Any = None, request: Any = None, form: Any = None, prefix: str = "panel"
    ) -> Panel.BoundPanel:
        """The rows, or a link to the list."""
        if form is None or self.relation_name in form.formsets:
            return super().get_bound_panel(instance, request, form, prefix)
        note = format_html(
            '<p>{} <a href="{}">{}</a></p>',
            _("This attribute has many options."),
            options_url(instance),
            _("Search, add and edit them in their own list."),
        )
        return (
            HelpPanel(note)
            .bind_to_model(self.model)
            .get_bound_panel(instance, request, form, prefix)
        )


class RulePanel(FieldPanel):
    """A field that the script shows for attributes of the types that have such a rule only."""

    class BoundPanel(FieldPanel.BoundPanel):
        """Names the types that there are by now."""

        @property
        def attrs(self) -> dict[str, str]:
            """The codes of these types, by which the script shows the field."""
            types = [one.code for one in attribute_types() if _has(one, self.field_name)]
            return {**self.panel.attrs, "data-for-types": " ".join(types)}


def _has(kind: AttributeType, field: str) -> bool:
    return kind.can_be_unique if field == "is_unique" else field in kind.rule_fields


_RULES = [
    "minimum",
    "maximum",
    "decimal_places",
    "min_length",
    "max_length",
    "pattern",
    "url_schemes",
    "earliest",
    "latest",
    "min_items",
    "max_items",
    "is_unique",
]


def _attribute_panels() -> list[Panel]:
    return [
        MultiFieldPanel(
            ["label", "code", "type", FieldRowPanel(["group", "sort_order"]), "help_text"],
            heading=gettext_lazy("Attribute"),
            attrs={"data-controller": "catalog-attribute-type"},
        ),
        MultiFieldPanel(
            [
                RulePanel("unit", widget=UnitInput),
                *(RulePanel(name) for name in _RULES),
            ],
            heading=gettext_lazy("Validation"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["is_localizable", "is_per_channel"]),
                FieldRowPanel(["is_facet", "is_searchable"]),
                FieldRowPanel(["is_sortable", "is_comparable"]),
            ],
            heading=gettext_lazy("Use"),
        ),
        FieldPanel("labels"),
    ]


def _option_panels() -> list[Panel]:
    return [
        OptionsPanel(
            "options",
            panels=[FieldRowPanel(["code", "label", "sort_order"]), "labels"],
            heading=gettext_lazy("Options"),
            label=gettext_lazy("Option"),
            help_text=gettext_lazy("The options of a single or multiple choice."),
        ),
        InlinePanel(
            "columns",
            panels=[
                FieldRowPanel(["code", "label"]),
                FieldRowPanel(["type", "unit", "sort_order"]),
                "labels",
            ],
            heading=gettext_lazy("Columns"),
            label=gettext_lazy("Column"),
            help_text=gettext_lazy("The columns of a table, from left to right."),
        ),
    ]


class AttributeEditView(ReferenceEditView):
    """The form of an attribute, with the way to the list of its options."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add "Options" to the menu of a choice."""
        buttons = super().header_more_buttons
        if not attribute_type(self.object.type).has_options:
            return buttons
        url = options_url(self.object)
        return [*buttons, Button(_("Options"), url=url, icon_name="list-ul", priority=10)]


class AttributeViewSet(ReferenceViewSet):
    """Attributes."""

    model = Attribute
    icon = "form"
    menu_label = gettext_lazy("Attributes")
    edit_view_class = AttributeEditView
    select_related = ["group"]
    list_display = [
        "label",
        "code",
        "type",
        Column("group", label=gettext_lazy("Group"), sort_key="group__label"),
        "unit",
        BooleanColumn("is_facet", label=gettext_lazy("Facet"), sort_key="is_facet"),
        BooleanColumn("is_searchable", label=gettext_lazy("Searchable"), sort_key="is_searchable"),
    ]
    list_filter = ["type", "group", "is_facet", "is_searchable", "is_localizable", "is_unique"]
    search_fields = ["label", "code"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(_attribute_panels(), heading=gettext_lazy("Attribute")),
            ObjectList(_option_panels(), heading=gettext_lazy("Options and columns")),
        ],
        base_form_class=AttributeForm,
    )


class OptionForm(WagtailAdminModelForm):
    """An option of a choice attribute, which cannot move to another one."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        attribute = self.fields["attribute"]
        attribute.queryset = Attribute.objects.filter(type__in=type_codes(has_options=True))
        attribute.disabled = bool(self.instance.pk)


class OptionIndexView(ReferenceIndexView):
    """The options, those of one attribute by the filter."""

    def get_add_url(self) -> str:
        """Adding starts with the attribute that the list is filtered by."""
        url, chosen = super().get_add_url(), self.request.GET.get("attribute", "")
        return f"{url}?attribute={chosen}" if url and chosen.isdecimal() else url


class AttributeOptionViewSet(ReferenceViewSet):
    """The options of all choice attributes, found and paged however many there are."""

    model = AttributeOption
    icon = "list-ul"
    menu_label = gettext_lazy("Options")
    index_view_class = OptionIndexView
    edit_view_class = OptionEditView
    delete_view_class = OptionDeleteView
    select_related = ["attribute"]
    list_display = [
        "label",
        "code",
        Column("attribute", label=gettext_lazy("Attribute"), sort_key="attribute__label"),
        "sort_order",
    ]
    list_filter = ["attribute"]
    search_fields = ["label", "code"]
    search_backend_name = None
    edit_handler = ObjectList(
        ["attribute", FieldRowPanel(["code", "label", "sort_order"]), "labels"],
        base_form_class=OptionForm,
    )
