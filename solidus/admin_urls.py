"""The addresses of Wagtail's admin, some of them with views of ours."""

from django.urls import path
from wagtail.admin import urls as wagtailadmin_urls

from accounts.wagtail_admin.signing_out import SignOutView
from console.wagtail_admin.deletion_urls import apply_deletion_rule

# For trying out the pages of errors; one of them fails for whoever asks.
TRIALS = {"test404/", "failwhale/"}

SIGN_OUT = "logout/"

urlpatterns = [
    path(SIGN_OUT, SignOutView.as_view(), name="wagtailadmin_logout"),
    *(
        pattern
        for pattern in wagtailadmin_urls.urlpatterns
        if str(pattern.pattern) not in {*TRIALS, SIGN_OUT}
    ),
]
apply_deletion_rule(urlpatterns)
