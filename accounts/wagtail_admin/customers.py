"""Customers in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import Customer
from console.wagtail_admin.form_checks import CheckedForm


class CustomerForm(CheckedForm, WagtailAdminModelForm):
    """The form of a customer, which higher rooms can refuse."""


class CustomerFilterSet(WagtailFilterSet):
    status = ChoiceFilter(choices=Customer.Status.choices, label=_("Status"))

    class Meta:
        model = Customer
        fields = ["status"]


class CustomerViewSet(ModelViewSet):
    """Trading partners."""

    model = Customer
    icon = "group"
    list_per_page = 50
    list_display = [
        "name",
        Column("number", label=_("Number"), sort_key="number"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        Column("currency", label=_("Currency")),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    filterset_class = CustomerFilterSet
    search_fields = ["name", "number"]
    search_backend_name = None
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("number"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("status"), FieldPanel("currency")]),
            FieldPanel("note"),
        ],
        base_form_class=CustomerForm,
    )
