"""The chooser of customers."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Customer
from catalog.schema.wagtail_admin.choosers import (
    ChooseResultsView,
    ChooseView,
    SearchedChooserViewSet,
)


class CustomerChoice:
    """A customer is found by its number as well."""

    search_fields = ["name", "number"]


class ChooseCustomerView(CustomerChoice, ChooseView):
    """The dialog."""


class ChooseCustomerResultsView(CustomerChoice, ChooseResultsView):
    """The results inside the dialog."""


class CustomerChooserViewSet(SearchedChooserViewSet):
    """Chooses a customer."""

    model = Customer
    icon = "group"
    choose_view_class = ChooseCustomerView
    choose_results_view_class = ChooseCustomerResultsView
    choose_one_text = _("Choose a customer")
    choose_another_text = _("Choose another customer")
    edit_item_text = _("Edit this customer")


customer_chooser = CustomerChooserViewSet("catalog_customer_chooser")
