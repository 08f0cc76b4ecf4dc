"""Addresses of the site beside its pages."""

from django.urls import path

from .views import account, branding_style_sheet

app_name = "home"

urlpatterns = [
    path("branding.css", branding_style_sheet, name="branding"),
    path("account/", account, name="account"),
]
