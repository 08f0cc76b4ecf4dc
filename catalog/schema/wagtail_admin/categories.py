"""The category tree in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from catalog.schema.forms.categories import INDENT, CategoryChoiceField
from catalog.schema.models.category import Category
from catalog.schema.services.categories import save_category
from catalog.schema.wagtail_admin.other_spellings import NamedForm, spelling_panel
from catalog.schema.wagtail_admin.viewsets import ReferenceIndexView, ReferenceViewSet

register_form_field_override(ForeignKey, to=Category, override={"form_class": CategoryChoiceField})


class CategoryForm(NamedForm):
    """The category with its parent, by which it is moved."""

    parent = CategoryChoiceField(
        queryset=Category.objects.all(),
        required=False,
        label=gettext_lazy("Parent"),
        help_text=gettext_lazy("Leave empty for a top-level category."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()

    asked_by = ("name", "parent")

    def others(self) -> QuerySet:
        """The categories beside it; what stands elsewhere may have the same name."""
        parent = self.cleaned_data.get("parent")
        beside = parent.get_children() if parent else Category.get_root_nodes()
        return beside.exclude(pk=self.instance.pk)

    def clean_parent(self) -> Category | None:
        """Refuse to move a category below itself."""
        parent = self.cleaned_data["parent"]
        category = self.instance
        if not parent or not category.pk:
            return parent
        if parent.pk == category.pk or parent.is_descendant_of(category):
            raise ValidationError(
                _("%(category)s cannot be moved below itself. Choose a parent outside of it.")
                % {"category": category.name}
            )
        return parent

    def save(self, commit: bool = True) -> Category:
        """Place the category in the tree."""
        category = super().save(commit=False)
        if not commit:
            return category
        return save_category(category=category, parent=self.cleaned_data["parent"])


class CategoryTitleColumn(TitleColumn):
    """The name, indented by the depth of the category."""

    def get_value(self, category: Category) -> str:
        """The name behind one space a level."""
        return format_html("{}{}", INDENT * (category.depth - 1), category.name)


class CategoryIndexView(ReferenceIndexView):
    """The tree in its own order; children stand below their parent."""

    default_ordering = "path"

    def _get_title_column(self, field_name: str, column_class=CategoryTitleColumn, **kwargs):
        return super()._get_title_column(field_name, column_class, **kwargs)


class CategoryViewSet(ReferenceViewSet):
    """Categories."""

    model = Category
    icon = "folder-open-1"
    menu_label = gettext_lazy("Categories")
    index_view_class = CategoryIndexView
    list_display = ["name", "code", Column("numchild", label=gettext_lazy("Subcategories"))]
    search_fields = ["name", "code"]
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", placeholder=False),
            spelling_panel(),
            FieldPanel("parent"),
            FieldPanel("slug"),
            FieldPanel("code"),
            FieldPanel("description", widget=forms.Textarea(attrs={"rows": 3})),
            FieldPanel("image"),
            FieldPanel("labels"),
        ],
        base_form_class=CategoryForm,
    )
