"""Settings for `make run`: a private database and files under var/."""

from .base import *

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = SECRET_KEY or "only-for-development-and-never-in-production"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
STATIC_ROOT = None  # nothing is collected: static files are served from where they lie
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING["handlers"]["console"]["formatter"] = "plain"
