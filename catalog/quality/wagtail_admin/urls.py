"""Addresses of completeness and quality, under /admin/catalog/quality/."""

from django.urls import path

from catalog.quality.wagtail_admin.panel import product_state
from catalog.quality.wagtail_admin.reports import CompletenessView, IssuesView, QualityView

app_name = "catalog_quality"
urlpatterns = [
    path("", QualityView.as_view(), name="quality"),
    path("completeness/", CompletenessView.as_view(), name="completeness"),
    path("issues/", IssuesView.as_view(), name="issues"),
    path("issues/results/", IssuesView.as_view(results_only=True), name="issues_results"),
    path("product/<int:product_id>/", product_state, name="state"),
]
