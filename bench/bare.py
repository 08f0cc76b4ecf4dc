"""The bare views: one indexed query each, 24 cards or one detail, and a plain template."""

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

CARDS = 24


def bare_list(request: HttpRequest, page: int) -> HttpResponse:
    """One page of cards, found by the primary key's index."""
    from catalog.models import Product

    start = page * CARDS
    products = Product.objects.filter(pk__gt=start).select_related("brand").order_by("pk")
    return render(request, "bare_list.html", {"products": products[:CARDS]})


def bare_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One product by its key."""
    from catalog.models import Product

    product = Product.objects.select_related("brand").get(pk=pk)
    return render(request, "bare_detail.html", {"product": product})


urlpatterns = [path("list/<int:page>/", bare_list), path("detail/<int:pk>/", bare_detail)]


def application(environ, start_response):
    """The WSGI application; set up on the first call, in the worker."""
    return _handler()(environ, start_response)


_ready: list[WSGIHandler] = []


def _handler() -> WSGIHandler:
    if not _ready:
        import django

        django.setup(set_prefix=False)
        _ready.append(WSGIHandler())
    return _ready[0]
