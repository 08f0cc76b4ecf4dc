"""The terms of a customer, on its page: price list and assortment."""

from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from accounts.wagtail_admin.customer_panels import CustomerPanel
from catalog.segments.rights import segments_known_to
from catalog.terms.models import CustomerTerms
from console.signed_in import SignedInRequest


def _render(request: SignedInRequest, customer: Customer) -> SafeString:
    terms = CustomerTerms.objects.filter(customer=customer)
    found = terms.select_related("price_list", "assortment").first()
    known = segments_known_to(request.user).filter(pk__in=terms.values("assortment")).exists()
    add = f"{reverse('catalog_customerterms:add')}?{urlencode({'customer': customer.pk})}"
    return render_to_string(
        "catalog/terms/customer_terms.html",
        {
            "terms": found,
            "knows_assortment": known,
            "add_url": add,
            "may_add": request.user.has_perm("catalog.add_customerterms"),
        },
        request=request,
    )


TERMS_PANEL = CustomerPanel(
    code="terms",
    heading=gettext_lazy("Terms"),
    icon="list-ul",
    permission="catalog.change_customerterms",
    render=_render,
    order=10,
)
