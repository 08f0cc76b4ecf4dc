"""Every address of the site."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from media_library.views import document

from . import admin_urls
from .media import media

DOCUMENT = "wagtaildocs_serve"
document_urls = [pattern for pattern in wagtaildocs_urls.urlpatterns if pattern.name != DOCUMENT]

handler400 = "solidus.errors.bad_request"
urlpatterns = [
    path("health/", include("console.health.urls")),
    path("admin/", include(admin_urls)),
    path("accounts/", include("accounts.urls")),
    path("catalog/", include("catalog.storefront.urls")),
    re_path(r"^documents/(\d+)/(.*)$", document, name=DOCUMENT),
    path("documents/", include(document_urls)),
    path("pictures/", include("media_library.urls")),
    path("media/<path:path>", media),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
