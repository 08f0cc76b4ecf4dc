from django.urls import path

from console.wagtail_admin.finding.views import FindView

app_name = "console_finding"
urlpatterns = [
    path("", FindView.as_view(), name="find"),
    path("results/", FindView.as_view(results_only=True), name="find_results"),
]
