"""Units of measure in the admin, and the families in which they convert into each other."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from catalog.schema.models.units import Unit, UnitFamily
from catalog.schema.wagtail_admin.kinds import KindForm
from catalog.schema.wagtail_admin.viewsets import LockingEditView, ReferenceViewSet
from console.wagtail_admin.form_checks import CheckedForm


class UnitForm(CheckedForm, WagtailAdminModelForm):
    """A unit, which every subject can refuse."""


def _conversion(unit: Unit) -> str:
    """How it converts, as it was written."""
    return unit.factor if unit.shift == "0" else f"{unit.factor} ({unit.shift})"


class UnitFamilyViewSet(ReferenceViewSet):
    """Families of units."""

    model = UnitFamily
    icon = "folder-open-inverse"
    menu_label = _("Unit families")
    list_display = ["label", "code", "sort_order"]
    search_fields = ["label", "code"]
    edit_handler = ObjectList(
        [MultiFieldPanel(["label", FieldRowPanel(["code", "sort_order"]), "labels"])],
        base_form_class=KindForm,
    )


class UnitViewSet(ReferenceViewSet):
    """Units of all families."""

    model = Unit
    edit_view_class = LockingEditView
    icon = "decimal"
    menu_label = _("Units")
    select_related = ["family"]
    list_display = [
        "code",
        "label",
        Column("family", label=_("Family"), sort_key="family__label"),
        Column("factor", label=_("Factor"), accessor=_conversion),
        "standard_code",
    ]
    list_filter = ["family"]
    search_fields = ["code", "label", "standard_code"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel(["code", "label"]),
                    FieldRowPanel(["family", "sort_order"]),
                    FieldRowPanel(["standard_code", "spellings"]),
                    "labels",
                ]
            ),
            MultiFieldPanel(
                [
                    HelpPanel(
                        content=_(
                            "All units of a family are converted to one of them, whose factor is "
                            "1: amount × factor + offset."
                        )
                    ),
                    FieldRowPanel(["factor", "shift"]),
                ],
                heading=_("Conversion"),
            ),
        ],
        base_form_class=UnitForm,
    )
