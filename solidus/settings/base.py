"""Settings that every environment shares. The environment is read here and nowhere else."""

import os
from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("SOLIDUS_VAR", str(BASE_DIR / "var")))

SECRET_KEY = env.str("SECRET_KEY", "")
# Keys of before: what they signed holds until it is signed anew.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    # First, as each address of a static file, a hundred on a page, looks whether it is there.
    "django.contrib.staticfiles",
    "demo",
    "home",
    "feeds",
    "imports",
    "catalog",
    "exchange",
    "media_library",
    "audit",
    "search",
    "accounts.apps.AccountsConfig",
    "console",
    "jobs",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "solidus.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "simple_history",
    "django_q",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
]

MIDDLEWARE = [
    "solidus.middleware.security_headers.SecurityHeadersMiddleware",
    "solidus.middleware.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "solidus.middleware.unreadable.UnreadableRequestMiddleware",
    "solidus.middleware.unusable.UnusableInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LimitedAttemptsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "audit.middleware.ChangeSourceMiddleware",
    "catalog.products.middleware.RefusedPublicationMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# Wagtail's picture library looks for ImageMagick under two dozen names, with a compiler for each
# that is not there, whenever a process starts: the usual names come first.
os.environ.setdefault("WAND_MAGICK_LIBRARY_SUFFIX", "-6.Q16;-7.Q16HDRI;-7.Q16")

ROOT_URLCONF = "solidus.urls"
WSGI_APPLICATION = "solidus.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "solidus" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site_frame",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "solidus.jinja2_environment.environment"},
    },
]

DATABASES = {
    "default": {
        **env.db("DATABASE_URL", default="postgres:///solidus"),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "console.redis.cache.OptionalCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

AUTH_USER_MODEL = "accounts.User"
# Behind a proxy, the name in WSGI of the header by which it tells the visitor's address, such as
# HTTP_X_REAL_IP; without a proxy anybody could write it, so it is not read by default.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", "REMOTE_ADDR")
AUTHENTICATION_BACKENDS = ["accounts.backends.LimitedBackend"]
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.forms.PasswordResetForm"  # noqa: S105
LOGIN_URL = "accounts:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_TEMPLATE = "accounts/sign_in.html"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "accounts/shared_password.html"  # noqa: S105
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "accounts/shared_password.html"  # noqa: S105
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# How long the link to a new password works, in seconds.
PASSWORD_RESET_TIMEOUT = 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("es", _("Spanish")), ("fr", _("French"))]
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
# What a visitor chose in the head of a page.
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "solidus" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
# Feed files, rejected rows and other files that are served only after a permission check.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", str(VAR_DIR / "private")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600  # folders follow from the umask that every process sets
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# The largest file that a form takes, in bytes; a request that is larger is not even read.
MAX_UPLOAD_SIZE = env.int("MAX_UPLOAD_SIZE", 1024**3)
FILE_UPLOAD_HANDLERS = [
    "solidus.uploads.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "solidus@localhost")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if env.str("EMAIL_URL", ""):
    vars().update(env.email_url("EMAIL_URL"))

Q_CLUSTER = {
    "name": "solidus",
    "workers": env.int("WORKER_PROCESSES", 2),
    # A job may run for hours; its own heartbeat, not this limit, tells whether it is alive.
    "timeout": 6 * 3600,
    "retry": 6 * 3600 + 60,
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.3,
    "bulk": 1,
    # A message taken ahead waits for this machine's workers, however long they are busy.
    "queue_limit": 1,
    "save_limit": 250,
    "recycle": 200,
    "label": "Queue",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}

# A running job that is silent for so long has lost its worker (it beats every two seconds).
JOB_STALE_SECONDS = env.float("JOB_STALE_SECONDS", 15)

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", "")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", "solidus")

# Whether a visitor who is not signed in sees the public price list.
PUBLIC_PRICES = env.bool("PUBLIC_PRICES", True)
# How long an anonymous page may be answered from the cache; 0 turns the page cache off.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 300)
# How old what a process knows of the state of the catalog may be: an edit shows after that.
CATALOG_GENERATION_SECONDS = env.float("CATALOG_GENERATION_SECONDS", 0.5)
# How long a process reads and converts values by the units that it knows before it asks again.
CATALOG_UNITS_SECONDS = 0.5
# How old counts over very many records may be; what shows them says when they were counted.
LARGE_COUNTS_SECONDS = env.float("LARGE_COUNTS_SECONDS", 60)

WAGTAIL_SITE_NAME = "Solidus"
WAGTAILADMIN_BASE_URL = BASE_URL
# No page of ours asks another host for anything.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
# The zones of places, which people know; not "localtime", "Factory", "EST5EDT" and other names.
_REGIONS = {
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
}
WAGTAIL_USER_TIME_ZONES = sorted(
    zone
    for zone in available_timezones()
    if zone in ("UTC", TIME_ZONE) or zone.split("/")[0] in _REGIONS
)
WAGTAILIMAGES_IMAGE_MODEL = "media_library.ImageFile"
WAGTAILDOCS_DOCUMENT_MODEL = "media_library.DocumentFile"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media_library.MediaFile",
    "MEDIA_FORM_BASE": "media_library.wagtail_admin.picture_forms.CheckedMediaForm",
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "media_library.wagtail_admin.picture_forms.CheckedImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = env.int("MAX_PICTURE_SIZE", 50 * 1024 * 1024)
WAGTAILIMAGES_MAX_IMAGE_PIXELS = env.int("MAX_PICTURE_PIXELS", 100_000_000)
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
TASKS = {"default": {"BACKEND": "solidus.tasks_backend.QueueBackend"}}

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = "Composite"

LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
        "plain": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},
        "elastic_transport": {"level": "ERROR"},
        "exiftool": {"level": "WARNING"},
    },
}
