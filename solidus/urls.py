"""Every address of the site."""

from django.urls import include, path, re_path
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
DOCUMENT = "wagtaildocs_serve"
document_urls = [pattern for pattern in wagtaildocs_urls.urlpatterns if pattern.name != DOCUMENT]

handler400 = "solidus.errors.bad_request"
urlpatterns = [
    path("health/", include("jobs.urls")),
    path("admin/", include(admin_urls)),
    path("accounts/", include("accounts.urls")),
    path("catalog/", include("catalog.urls")),
    re_path(r"^documents/(\d+)/(.*)$", document, name=DOCUMENT),
    path("documents/", include(document_urls)),
    path("pictures/", include("media_library.urls")),
    path("media/<path:path>", media),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
