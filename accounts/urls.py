"""Signing in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import SignInView

app_name = "accounts"

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
]
