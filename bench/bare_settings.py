"""Django with nothing but a database: what the catalog's pages are measured against."""

from solidus.settings.base import DATABASES, INSTALLED_APPS  # noqa: F401

SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["127.0.0.1"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
WAGTAILIMAGES_IMAGE_MODEL = "media_library.ImageFile"
WAGTAILDOCS_DOCUMENT_MODEL = "media_library.DocumentFile"
WAGTAILMEDIA = {"MEDIA_MODEL": "media_library.MediaFile"}
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.bare"
USE_TZ = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": ["bench/templates"],
    }
]
