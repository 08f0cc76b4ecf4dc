from django.urls import path

from catalog.revisions.wagtail_admin.reviews.deciding import ReviewView
from catalog.revisions.wagtail_admin.reviews.waiting import WaitingView

app_name = "catalog_reviews"
urlpatterns = [
    path("", WaitingView.as_view(), name="list"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
]
