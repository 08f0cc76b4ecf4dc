"""Customers in the Wagtail admin."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import Customer
from accounts.wagtail_admin.customer_panels import panels_for
from accounts.wagtail_admin.sign_ins import AddSignInView, InviteAgainView
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals
from console.wagtail_admin.form_checks import CheckedForm


class CustomerForm(CheckedForm, WagtailAdminModelForm):
    """The form of a customer, which higher rooms can refuse."""


class CustomerCreateView(TellsDatabaseRefusals, CreateView):
    """The form of a new customer."""

    def get_success_url(self) -> str:
        """Its page, where its sign-ins are made."""
        return self.get_edit_url()


class CustomerEditView(TellsDatabaseRefusals, EditView):
    """The page of a customer: its form, and what other rooms know of it."""

    template_name = "accounts/customers/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the panels that this person may see."""
        panels = panels_for(self.request, self.object)
        return super().get_context_data(**kwargs) | {"customer_panels": panels}


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
    add_view_class = CustomerCreateView
    edit_view_class = CustomerEditView
    edit_template_name = CustomerEditView.template_name
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

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add what is done with sign-ins."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/sign-in/", AddSignInView.as_view(), name="sign_in_add"),
            path("<int:pk>/sign-in/<int:user>/", InviteAgainView.as_view(), name="sign_in_again"),
        ]
