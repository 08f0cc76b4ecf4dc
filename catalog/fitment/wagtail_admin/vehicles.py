"""Makes, models and base vehicles in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail.admin.ui.tables import Column

from catalog.fitment.models.vehicle import BaseVehicle, VehicleMake, VehicleModel
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet


class VehicleMakeViewSet(ReferenceViewSet):
    """Makes."""

    model = VehicleMake
    icon = "tag"
    menu_label = _("Makes")
    list_display = ["name", "vcdb_id"]
    search_fields = ["name"]
    panels = ["name", "vcdb_id"]


class VehicleModelViewSet(ReferenceViewSet):
    """Models."""

    model = VehicleModel
    icon = "tag"
    menu_label = _("Models")
    select_related = ["make"]
    list_display = ["name", Column("make", label=_("Make"), sort_key="make__name"), "vcdb_id"]
    list_filter = ["make"]
    search_fields = ["name", "make__name"]
    panels = ["make", "name", "vcdb_id"]


class BaseVehicleViewSet(ReferenceViewSet):
    """Base vehicles: a model in one year."""

    model = BaseVehicle
    icon = "calendar"
    menu_label = _("Base vehicles")
    select_related = ["model__make"]
    list_display = [
        "__str__",
        "year",
        Column("make", label=_("Make"), accessor="model.make.name", sort_key="model__make__name"),
        Column("model", label=_("Model"), accessor="model.name", sort_key="model__name"),
        "vcdb_id",
    ]
    list_filter = ["year", "model__make"]
    search_fields = ["model__name", "model__make__name"]
    panels = ["model", FieldRowPanel(["year", "vcdb_id"])]
