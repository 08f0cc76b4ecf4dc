"""Settings for a server: everything that must differ from development is required here."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

MUST_BE_SET = {
    "Set SECRET_KEY to a random text of at least 50 characters.": len(SECRET_KEY) >= 50,
    "Set DATABASE_URL to the database: postgres://user:password@host:5432/solidus": (
        env.str("DATABASE_URL", "")
    ),
    "Set ALLOWED_HOSTS to the names of the site, separated by commas: parts.example.com": (
        set(env.list("ALLOWED_HOSTS", default=[])) - {"127.0.0.1"}  # which compose.yaml adds
    ),
    "Set BASE_URL to the address of the site: https://parts.example.com": env.str("BASE_URL", ""),
    "Set EMAIL_URL to the server that sends mails: smtp+tls://user:password@host:587": (
        env.str("EMAIL_URL", "")
    ),
    "Set DEFAULT_FROM_EMAIL to the address that mails come from: parts@example.com": (
        env.str("DEFAULT_FROM_EMAIL", "")
    ),
}
if missing := [what_to_do for what_to_do, is_done in MUST_BE_SET.items() if not is_done]:
    raise ImproperlyConfigured("\n".join(missing))

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
# Behind a proxy, the name in WSGI of the header by which it tells that a visitor came by TLS, such
# as HTTP_X_FORWARDED_PROTO; without a proxy anybody could write it, so none is read by default.
if proxy_header := env.str("SECURE_PROXY_SSL_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (proxy_header, "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", True)
LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", True)
