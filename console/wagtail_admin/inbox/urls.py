from django.urls import path

from console.wagtail_admin.inbox.views import InboxView, count

app_name = "console_inbox"
urlpatterns = [
    path("", InboxView.as_view(), name="list"),
    path("count/", count, name="count"),
]
