"""Settings for the tests: fast hashing, files in a folder of their own, a queue of their own."""

import tempfile

from .base import *

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
# `make test` keeps a migrated database to copy; without it the tests migrate their own.
if TEMPLATE := env.str("TEST_DATABASE_TEMPLATE", ""):
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEMPLATE, "MIGRATE": False}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR_DIR = Path(env.str("SOLIDUS_TEST_VAR", "") or tempfile.mkdtemp(prefix="solidus-test-"))
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES["default"]["OPTIONS"] = {"location": MEDIA_ROOT}
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT
STATIC_ROOT = None
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_FILE_PATH = VAR_DIR / "mail"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PAGE_CACHE_SECONDS = 0
# A worker on a busy machine may be silent for long; what is to look dead is made to.
JOB_STALE_SECONDS = 60
CATALOG_GENERATION_SECONDS = 0
# Else how many queries a test counts would depend on how long it takes.
CATALOG_UNITS_SECONDS = 3600
LARGE_COUNTS_SECONDS = 0
# PostgreSQL answers, except to tests that ask for Elasticsearch (tests/search_backends.py).
ELASTICSEARCH_URL = ""
LOGGING["root"]["level"] = "WARNING"
LOGGING["handlers"]["console"]["formatter"] = "plain"
