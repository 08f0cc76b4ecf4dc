from django.urls import path
from django.views.generic import RedirectView

from catalog.revisions.wagtail_admin.reviews.deciding import ReviewView

app_name = "catalog_reviews"
urlpatterns = [
    # Where the list stood that the inbox took the place of.
    path("", RedirectView.as_view(pattern_name="console_inbox:list"), name="list"),
    path("<int:pk>/", ReviewView.as_view(), name="review"),
]
