from django.urls import path

from catalog.duplicates.wagtail_admin.merging import MergeView
from catalog.duplicates.wagtail_admin.report import DifferentView, DuplicatesView, SearchView

app_name = "catalog_duplicates"
urlpatterns = [
    path("", DuplicatesView.as_view(), name="list"),
    path("results/", DuplicatesView.as_view(results_only=True), name="list_results"),
    path("search/", SearchView.as_view(), name="search"),
    path("<int:pk>/different/", DifferentView.as_view(), name="different"),
    path("merge/<int:kept>/<int:dropped>/", MergeView.as_view(), name="merge"),
]
