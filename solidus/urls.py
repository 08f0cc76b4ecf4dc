"""Every address of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from console.wagtail_admin.deletion_urls import apply_deletion_rule
from media_library.views import document

from .media import media

# Wagtail's addresses for trying out its pages of errors; one fails for whoever asks.
TRIALS = {"test404/", "failwhale/"}
admin_urls = [
    pattern for pattern in wagtailadmin_urls.urlpatterns if str(pattern.pattern) not in TRIALS
]
apply_deletion_rule(admin_urls)

handler400 = "solidus.errors.bad_request"
urlpatterns = [
    path("health/", include("jobs.urls")),
    path("admin/", include("media_library.wagtail_admin.urls")),
    path("admin/", include(admin_urls)),
    path("accounts/", include("accounts.urls")),
    path("catalog/", include("catalog.urls")),
    path("documents/<int:document_id>/<str:document_filename>", document),
    path("documents/", include(wagtaildocs_urls)),
    path("pictures/", include("media_library.urls")),
    path("media/<path:path>", media),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
