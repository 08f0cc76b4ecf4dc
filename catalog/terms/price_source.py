"""The prices of the list that a customer's terms name."""

from django.utils.translation import gettext as _

from catalog.pricing.sources import PRICES_OF_LISTS, PriceSource

CUSTOMER_LIST = PriceSource(
    code="customer_list",
    precedence=300,
    candidates=PRICES_OF_LISTS
    + """
        JOIN catalog_customerterms t ON t.price_list_id = l.id
        WHERE t.customer_id = %(customer)s
    """,
    explain=lambda name: _("From your price list %(name)s") % {"name": name},
)
