"""Choosers of vehicle makes and models."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from catalog.fitment.models import VehicleMake, VehicleModel
from catalog.schema.wagtail_admin.choosers import (
    ChooseResultsView,
    ChooseView,
    SearchedChooserViewSet,
)


class VehicleMakeChooserViewSet(SearchedChooserViewSet):
    """Chooses a make."""

    model = VehicleMake
    icon = "tag"
    choose_one_text = _("Choose a make")
    choose_another_text = _("Choose another make")
    edit_item_text = _("Edit this make")


class VehicleModelChoice:
    """A model is found by its make as well, and its title shows both."""

    search_fields = ["name", "make__name"]
    select_related = ["make"]

    @property
    def columns(self) -> list[Column]:
        """Model and make."""
        return [*super().columns, Column("make", label=_("Make"), accessor="make.name")]


class ChooseVehicleModelView(VehicleModelChoice, ChooseView):
    """The dialog."""


class ChooseVehicleModelResultsView(VehicleModelChoice, ChooseResultsView):
    """The results inside the dialog."""


class VehicleModelChooserViewSet(SearchedChooserViewSet):
    """Chooses a model, narrowed to the make that the form has chosen already."""

    model = VehicleModel
    icon = "tag"
    choose_view_class = ChooseVehicleModelView
    choose_results_view_class = ChooseVehicleModelResultsView
    choose_one_text = _("Choose a model")
    choose_another_text = _("Choose another model")
    edit_item_text = _("Edit this model")
    url_filter_parameters = ["make"]
    preserve_url_parameters = ["multiple", "make"]


vehicle_make_chooser = VehicleMakeChooserViewSet("catalog_vehicle_make_chooser")


vehicle_model_chooser = VehicleModelChooserViewSet("catalog_vehicle_model_chooser")
