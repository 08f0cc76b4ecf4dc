"""The bare views: one indexed query each, 24 cards as ours or one detail, a plain template."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from catalog.models import Product

CARDS = 24


def bare_list(request: HttpRequest, page: int) -> HttpResponse:
    """One page of cards, found by the primary key's index."""
    start = page * CARDS
    products = Product.objects.filter(pk__gt=start).select_related("brand").order_by("pk")
    return render(request, "bare_list.html", {"products": products[:CARDS]})


def bare_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One product by its key."""
    product = Product.objects.select_related("brand").get(pk=pk)
    return render(request, "bare_detail.html", {"product": product})


urlpatterns = [path("list/<int:page>/", bare_list), path("detail/<int:pk>/", bare_detail)]
