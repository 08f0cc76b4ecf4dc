"""Every address of the site."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from console.wagtail_admin.deletion_urls import apply_deletion_rule
from media_library.views import document

from .media import media

apply_deletion_rule(wagtailadmin_urls.urlpatterns)

urlpatterns = [
    path("health/", include("jobs.urls")),
    path("admin/", include("media_library.wagtail_admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("accounts.urls")),
    path("catalog/", include("catalog.urls")),
    path("documents/<int:document_id>/<str:document_filename>", document),
    path("documents/", include(wagtaildocs_urls)),
    path("pictures/", include("media_library.urls")),
    path("media/<path:path>", media),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
