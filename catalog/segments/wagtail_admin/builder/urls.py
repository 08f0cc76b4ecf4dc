"""The addresses of the builder, under /admin/catalog/segment-builder/."""

from django.urls import path

from catalog.segments.wagtail_admin.builder import views

urlpatterns = [
    path("fields/", views.fields, name="fields"),
    path("choices/", views.choices, name="choices"),
    path("preview/", views.preview, name="preview"),
]
