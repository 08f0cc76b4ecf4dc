"""The people who sign in for a customer: on its page, and made there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from accounts.models import Customer, User
from accounts.services.password_reset import request_invitation
from accounts.services.sign_ins import create_sign_in
from accounts.wagtail_admin.customer_panels import CustomerPanel
from console.signed_in import SignedInRequest

# So many are shown; a customer with more is looked for among the users.
MOST_SHOWN = 50


class SignInForm(forms.Form):
    """Whom a sign-in is for."""

    email = forms.EmailField(label=gettext_lazy("Email address"), max_length=150)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150, required=False)


def _render(request: SignedInRequest, customer: Customer) -> SafeString:
    contacts = customer.contacts.order_by("last_name", "first_name", "username")
    found = list(contacts[: MOST_SHOWN + 1])
    return render_to_string(
        "accounts/customers/sign_ins.html",
        {
            "customer": customer,
            "contacts": found[:MOST_SHOWN],
            "has_more": len(found) > MOST_SHOWN,
            "may_add": request.user.has_perm("accounts.add_user"),
            "may_change": request.user.has_perm("accounts.change_user"),
            "is_closed": customer.status != Customer.Status.APPROVED,
        },
        request=request,
    )


SIGN_INS_PANEL = CustomerPanel(
    code="sign-ins",
    heading=gettext_lazy("Sign-ins"),
    icon="user",
    permission="accounts.change_user",
    render=_render,
    order=30,
)


class SignInPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What is done with the sign-ins of one customer, by those who may make users."""

    model = User
    permission_required = "add"
    kwargs: dict[str, Any]

    @property
    def customer(self) -> Customer:
        """The customer of the address."""
        return get_object_or_404(Customer, pk=self.kwargs["pk"])


class AddSignInView(SignInPage, FormView):
    """Makes a sign-in; its owner is sent a link to choose a password."""

    template_name = "accounts/customers/add_sign_in.html"
    page_title = gettext_lazy("New sign-in")
    header_icon = "user"
    form_class = SignInForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Customers, the customer, and this page."""
        customer = self.customer
        return [
            *self.breadcrumbs_items,
            {"url": reverse("customer:index"), "label": _("Customers")},
            {"url": reverse("customer:edit", args=[customer.pk]), "label": str(customer)},
            {"url": "", "label": self.page_title, "sublabel": str(customer)},
        ]

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Make it, or say who has the address already."""
        customer = self.customer
        try:
            user = create_sign_in(customer=customer, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("%(person)s can sign in for %(customer)s; a link to choose a password is sent.")
            % {"person": user, "customer": customer.name},
        )
        return redirect("customer:edit", customer.pk)


class InviteAgainView(SignInPage, View):
    """Sends another link to choose a password."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, user: int) -> HttpResponse:
        """To a contact of this customer, who has an address."""
        contact = get_object_or_404(User, pk=user, customer=self.customer)
        if contact.email and contact.is_active:
            request_invitation(mailbox=contact.email)
            messages.success(request, _("A link is sent to %(mail)s.") % {"mail": contact.email})
        else:
            messages.error(
                request, _("This person has no email address, or can no longer sign in.")
            )
        return redirect("customer:edit", pk)
