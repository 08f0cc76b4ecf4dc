from django.urls import path

from .deciding import ReviewView
from .waiting import WaitingView

app_name = "catalog_reviews"
urlpatterns = [
    path("", WaitingView.as_view(), name="list"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
]
