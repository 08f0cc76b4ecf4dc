"""The prices that were agreed with a customer, on its page."""

from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from accounts.models import Customer
from accounts.wagtail_admin.customer_panels import CustomerPanel
from catalog.pricing.models import Price
from catalog.pricing.queries import SEES_PRICES
from console.signed_in import SignedInRequest

MOST_SHOWN = 10
MOST_COUNTED = 1_000


def _render(request: SignedInRequest, customer: Customer) -> SafeString:
    prices = Price.objects.filter(customer=customer)
    newest = prices.select_related("product__brand", "customer").order_by("-pk")
    return render_to_string(
        "catalog/pricing/customer_prices.html",
        {
            "prices": newest[:MOST_SHOWN],
            "count": prices.order_by()[: MOST_COUNTED + 1].count(),
            "most": MOST_COUNTED,
            "all_url": f"{reverse('catalog_price:list')}?{urlencode({'customer': customer.pk})}",
            "may_add": request.user.has_perm("catalog.add_price"),
        },
        request=request,
    )


CUSTOMER_PRICES = CustomerPanel(
    code="prices",
    heading=gettext_lazy("Prices agreed with the customer"),
    icon="decimal",
    permission=SEES_PRICES,
    render=_render,
    order=20,
)
