"""The menu "Customers": trading partners and what ties them to the catalog."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from accounts.wagtail_admin.customers import CustomerViewSet
from catalog.models import CustomerTerms


class CustomerTermsIndexView(IndexView):
    """The listing, in one query."""

    def get_base_queryset(self):
        """Terms with the names that the rows show."""
        return CustomerTerms.objects.select_related("customer", "price_list", "assortment")


class CustomerTermsViewSet(ModelViewSet):
    """Each customer's price list and assortment."""

    model = CustomerTerms
    icon = "doc-full"
    menu_label = _("Terms")
    index_view_class = CustomerTermsIndexView
    list_per_page = 50
    list_display = [
        "customer",
        Column("price_list", label=_("Price list")),
        Column("assortment", label=_("Assortment")),
    ]
    search_fields = ["customer__name", "customer__number"]
    copy_view_enabled = False
    panels = [FieldPanel("customer"), FieldPanel("price_list"), FieldPanel("assortment")]


class CustomersGroup(ModelViewSetGroup):
    """All that has to do with trading partners."""

    menu_label = _("Customers")
    menu_icon = "group"
    menu_order = 500
    items = (CustomerViewSet, CustomerTermsViewSet)
