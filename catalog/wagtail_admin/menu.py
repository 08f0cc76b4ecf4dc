"""The "Catalog" menu: products first, then what describes, fits and prices them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from accounts.wagtail_admin.customers import CustomerViewSet
from catalog.bulk.wagtail_admin.approval_rules import ApprovalRuleViewSet
from catalog.bulk.wagtail_admin.viewset import BulkChangeViewSet
from catalog.fitment.wagtail_admin.fitments import FitmentViewSet
from catalog.fitment.wagtail_admin.vehicles import (
    BaseVehicleViewSet,
    VehicleMakeViewSet,
    VehicleModelViewSet,
)
from catalog.pricing.wagtail_admin.price_changes import PriceChangeViewSet
from catalog.pricing.wagtail_admin.prices import PriceListViewSet, PriceViewSet
from catalog.quality.wagtail_admin.rules import QualityRuleViewSet
from catalog.schema.wagtail_admin.attribute_groups import AttributeGroupViewSet
from catalog.schema.wagtail_admin.brands import BrandViewSet
from catalog.schema.wagtail_admin.categories import CategoryViewSet
from catalog.schema.wagtail_admin.kinds import (
    AssetRoleViewSet,
    PackageLevelViewSet,
    RelationKindViewSet,
)
from catalog.schema.wagtail_admin.units import UnitFamilyViewSet, UnitViewSet
from catalog.schema_changes.wagtail_admin.viewsets import (
    AttributeWithValuesViewSet,
    ChannelWithValuesViewSet,
    FamilyWithValuesViewSet,
    OptionWithValuesViewSet,
)
from catalog.segments.wagtail_admin.segments import SegmentViewSet
from catalog.terms.wagtail_admin.customer_terms import CustomerTermsViewSet
from catalog.wagtail_admin.product_viewset import ProductViewSet
from console.wagtail_admin.menu import PermittedMenuItem


class Submenu(SnippetViewSetGroup):
    """A group inside the "Catalog" menu, which otherwise would stand beside it as well."""

    add_to_admin_menu = False
    menu_item_is_registered = True


class ModelGroup(Submenu):
    """The schema: families, attributes, options, channels, and the filters and rules over them."""

    menu_label = pgettext_lazy("data model", "Model")
    menu_name = "catalog-model"
    menu_icon = "sliders"
    items = [
        FamilyWithValuesViewSet,
        AttributeWithValuesViewSet,
        OptionWithValuesViewSet,
        AttributeGroupViewSet,
        ChannelWithValuesViewSet,
        RelationKindViewSet,
        AssetRoleViewSet,
        PackageLevelViewSet,
        UnitViewSet,
        UnitFamilyViewSet,
        SegmentViewSet,
        QualityRuleViewSet,
    ]

    def get_submenu_items(self) -> list[MenuItem]:
        """The records, and the whole of them as a file."""
        items = super().get_submenu_items()
        as_file = PermittedMenuItem(
            _("Import or export the model"),
            reverse("catalog_model:upload"),
            permission="catalog.exchange_model",
            icon_name="download",
            order=len(items) + 1,
        )
        return [*items, as_file]


class VehicleGroup(Submenu):
    """Vehicles and what fits them."""

    menu_label = _("Vehicles")
    menu_name = "catalog-vehicles"
    menu_icon = "site"
    items = [FitmentViewSet, VehicleMakeViewSet, VehicleModelViewSet, BaseVehicleViewSet]


class PriceGroup(Submenu):
    """Price lists, prices and who gets which."""

    menu_label = _("Prices")
    menu_name = "catalog-prices"
    menu_icon = "decimal"
    items = [PriceViewSet, PriceListViewSet, PriceChangeViewSet]

    def get_submenu_items(self) -> list[MenuItem]:
        """The grid before the records, as most work begins there."""
        grid = PermittedMenuItem(
            _("Price grid"),
            reverse("catalog_pricegrid:index"),
            permission="catalog.change_price",
            icon_name="table",
            order=0,
        )
        return [grid, *super().get_submenu_items()]


class CatalogGroup(SnippetViewSetGroup):
    """Everything of the catalog."""

    menu_label = _("Catalog")
    menu_name = "catalog"
    menu_icon = "cogs"
    menu_order = 100
    items = [
        ProductViewSet,
        BrandViewSet,
        CategoryViewSet,
        ModelGroup,
        VehicleGroup,
        PriceGroup,
        BulkChangeViewSet,
        ApprovalRuleViewSet,
    ]


class CustomersGroup(SnippetViewSetGroup):
    """Trading partners, and what ties them to the catalog."""

    menu_label = _("Customers")
    menu_name = "customers"
    menu_icon = "group"
    menu_order = 500
    items = [CustomerViewSet, CustomerTermsViewSet]
