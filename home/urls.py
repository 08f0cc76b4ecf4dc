"""Addresses of the site beside its pages."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from .views import account, branding_style_sheet

app_name = "home"

urlpatterns = [
    path("branding.css", branding_style_sheet, name="branding"),
    path("account/", account, name="account"),
    # Kept pages have no token, and a language chosen for somebody is no harm.
    path("language/", csrf_exempt(set_language), name="language"),
]
