from django.urls import path

from .report import ChangeLogView

app_name = "audit"
urlpatterns = [
    path("", ChangeLogView.as_view(), name="change_log"),
    path("results/", ChangeLogView.as_view(results_only=True), name="change_log_results"),
]
