"""Tells in the admin that a product was not published, whatever page asked for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from catalog.products.services.publication import PublicationRefusedError


class RefusedPublicationMiddleware:
    """Leads back to the form with the reasons; what was typed is saved as a draft by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do as long as nothing is refused."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into a message."""
        if not isinstance(error, PublicationRefusedError):
            return None
        kept = _("Your changes have been saved as a draft.")
        messages.error(request, f"{' '.join(error.messages)} {kept}")
        return redirect(reverse("catalog_product:edit", args=[error.product.pk]))
