"""Kinds in the admin: the rows that say what a part of a product is."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn

from catalog.schema.models.kinds import (
    LONGEST_CODE,
    AssetRole,
    OwnedRow,
    PackageLevel,
    RelationKind,
)
from catalog.schema.wagtail_admin.viewsets import LockingEditView, ReferenceViewSet
from console.wagtail_admin.form_checks import CheckedForm


class KindForm(CheckedForm, WagtailAdminModelForm):
    """Proposes a code where none is written: the label, as a code may be."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["code"].required = False
            self.fields["code"].help_text = _("If empty, it is created from the label.")

    def clean_code(self) -> str:
        """The code as it was written, or one that is still free."""
        label = self.data.get(self.add_prefix("label"), "")
        return self.cleaned_data["code"] or _free_code(type(self.instance), label)


def _free_code(model: type[OwnedRow], label: str) -> str:
    words = slugify(label).replace("-", "_").lstrip("0123456789_") or "kind"
    words = words[: LONGEST_CODE - 4].rstrip("_")
    taken = set(
        model._default_manager.filter(code__startswith=words).values_list("code", flat=True)
    )
    numbered = (f"{words}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (words, *numbered) if code not in taken)


def _panels(*flags: str) -> ObjectList:
    rows: list[Panel | str] = [
        "label",
        FieldRowPanel(["code", "standard_code", "sort_order"]),
        *flags,
        "labels",
    ]
    return ObjectList([MultiFieldPanel(rows)], base_form_class=KindForm)


class KindViewSet(ReferenceViewSet):
    """What the registers of kinds have in common."""

    list_display = ["label", "code", "standard_code", "sort_order"]
    search_fields = ["label", "code", "standard_code"]


class PackageLevelViewSet(KindViewSet):
    """Levels of packing."""

    model = PackageLevel
    icon = "folder-inverse"
    menu_label = _("Package levels")
    edit_handler = _panels()


class RelationKindViewSet(KindViewSet):
    """Kinds of relations between products."""

    model = RelationKind
    edit_view_class = LockingEditView
    icon = "link"
    menu_label = _("Relation kinds")
    list_display = [
        *KindViewSet.list_display,
        BooleanColumn("is_supersession", label=_("Replaces")),
        BooleanColumn("is_component", label=_("Contains")),
        BooleanColumn("is_symmetric", label=_("Both directions")),
    ]
    edit_handler = _panels(
        "is_supersession", "is_component", "is_symmetric", "reverse_label", "reverse_labels"
    )


class AssetRoleViewSet(KindViewSet):
    """Roles of the assets of products."""

    model = AssetRole
    icon = "image"
    menu_label = _("Asset roles")
    list_display = [
        *KindViewSet.list_display,
        BooleanColumn("is_main_picture", label=_("Main picture")),
    ]
    edit_handler = _panels("is_main_picture")
