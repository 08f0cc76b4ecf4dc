"""Settings for `make run`: a private database and files under var/."""

from .base import *

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = SECRET_KEY or "only-for-development-and-never-in-production"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING["handlers"]["console"]["formatter"] = "plain"
