from django.urls import path

from . import views
from .report import JobReportView

app_name = "jobs"
urlpatterns = [
    path("", JobReportView.as_view(), name="list"),
    path("results/", JobReportView.as_view(results_only=True), name="list_results"),
    path("health/", views.SystemHealthView.as_view(), name="system_health"),
    path("<int:pk>/", views.JobDetailView.as_view(), name="detail"),
    path("<int:pk>/state/", views.state, name="state"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
