"""The production settings, on plain HTTP of the loopback."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-measuring-and-never-for-a-server-on-a-network")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("BASE_URL", "http://127.0.0.1")
os.environ.setdefault("EMAIL_URL", "dummymail://")
os.environ.setdefault("DEFAULT_FROM_EMAIL", "bench@localhost")

from solidus.settings.production import *  # noqa: F403

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise asks for it
