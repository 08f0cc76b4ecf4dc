"""Addresses of renditions that may not be made yet."""

from django.urls import path

from .views import picture

app_name = "media_library"

urlpatterns = [
    path("<str:signature>/<int:image_id>/<str:filter_spec>/", picture, name="picture"),
]
