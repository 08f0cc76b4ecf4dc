"""Django with nothing but a database: what the catalog's pages are measured against."""

from solidus.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["127.0.0.1"]
MIDDLEWARE = []
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
ROOT_URLCONF = "bench.bare"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench" / "templates"],  # noqa: F405
    }
]
