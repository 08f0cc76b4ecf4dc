"""The addresses of Wagtail's admin, some of them with views of ours."""

from wagtail.admin import urls as wagtailadmin_urls

from console.wagtail_admin.deletion_urls import apply_deletion_rule

# For trying out the pages of errors; one of them fails for whoever asks.
TRIALS = {"test404/", "failwhale/"}

urlpatterns = [
    pattern for pattern in wagtailadmin_urls.urlpatterns if str(pattern.pattern) not in TRIALS
]
apply_deletion_rule(urlpatterns)
