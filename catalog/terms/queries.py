"""Which products a visitor may see; asked in the query, never in a template."""

from accounts.models import Customer
from catalog.products.models.product import Product
from catalog.products.querysets import ProductQuerySet
from catalog.segments.compilation import products_of_segment
from catalog.segments.models import Segment
from catalog.terms.models import CustomerTerms


def assortment_of(customer: Customer | None) -> Segment | None:
    """The segment that limits what `customer` sees, or None for the whole catalog."""
    if customer is None:
        return None
    terms = CustomerTerms.objects.select_related("assortment").filter(customer=customer).first()
    return terms.assortment if terms else None


def visible_products(customer: Customer | None = None) -> ProductQuerySet:
    """The published products, limited to the customer's assortment where there is one."""
    products = Product.objects.live()
    assortment = assortment_of(customer)
    if assortment is None:
        return products
    return products.filter(pk__in=products_of_segment(assortment).values("pk"))
