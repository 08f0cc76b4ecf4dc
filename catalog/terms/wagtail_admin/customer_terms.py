"""Customer terms in the admin: price list and assortment."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column

from accounts.models import Customer
from catalog.schema.wagtail_admin.viewsets import ReferenceCreateView, ReferenceViewSet
from catalog.segments.rights import segments_offered_to
from catalog.terms.models import CustomerTerms
from console.keys import read_key


class CustomerTermsForm(WagtailAdminModelForm):
    """Offers the assortments that the person may know; the one that is chosen stays."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = segments_offered_to(self.for_user, self.instance.assortment_id)
        self.fields["assortment"].queryset = offered


class CustomerTermsCreateView(ReferenceCreateView):
    """The form of new terms, for the customer of the address where it names one."""

    def get_initial(self) -> dict[str, Any]:
        """The customer, as its page names it; nobody for another text."""
        key = read_key(self.request.GET.get("customer", ""))
        customer = Customer.objects.filter(pk=key).first() if key is not None else None
        return super().get_initial() | {"customer": customer}


class CustomerTermsViewSet(ReferenceViewSet):
    """Which price list and assortment a customer has."""

    model = CustomerTerms
    icon = "group"
    menu_label = _("Customer terms")
    add_view_class = CustomerTermsCreateView
    select_related = ["customer", "price_list", "assortment"]
    list_display = [
        "__str__",
        Column("price_list", label=_("Price list"), sort_key="price_list__name"),
        Column("assortment", label=_("Assortment"), sort_key="assortment__name"),
    ]
    list_filter = ["price_list"]
    search_fields = ["customer__name", "customer__number"]
    edit_handler = ObjectList(
        ["customer", "price_list", "assortment"], base_form_class=CustomerTermsForm
    )
