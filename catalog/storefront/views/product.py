"""The page of one product."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.products.models.product import Product
from catalog.storefront.queries.product_page import product_page_context
from catalog.storefront.views.viewer import customer_of, public_page, remembered_vehicle
from catalog.terms.queries import visible_products

LONGEST_FILTER = 100


@require_safe
@public_page
def product_detail(request: HttpRequest, product_id: int, slug: str = "") -> HttpResponse:
    """The product page; redirects to the right slug, and to what the product was merged into.

    404 for what is not published and for what lies outside the customer's assortment alike, so that
    an answer does not tell whether the product exists.
    """
    customer = customer_of(request)
    products = visible_products(customer).select_related("brand", "family")
    try:
        product = products.get(pk=product_id)
    except Product.DoesNotExist as error:
        if kept := products.filter(merged_products=product_id).first():
            return redirect(kept, permanent=True)
        raise Http404(_("Product not found.")) from error
    if slug != product.slug:
        return redirect(product, permanent=True)
    fitment_text = request.GET.get("fits", "").replace("\x00", "")[:LONGEST_FILTER]
    vehicle = remembered_vehicle(request)
    context = product_page_context(
        product,
        customer,
        vehicle=vehicle,
        fitment_text=fitment_text,
        all_fitments=request.GET.get("fitments") == "all",
    )
    response = render(
        request, "catalog/storefront/product.html", {**context, "picked_vehicle": vehicle}
    )
    response.is_odd = bool(request.GET.keys() - {"fits", "fitments"})
    return response
