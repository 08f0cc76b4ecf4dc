"""The ASGI application, for servers that prefer it."""

import os

from django.core.asgi import get_asgi_application

from .requests import UTF8ASGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.production")

# Uploads, feeds and mails are their user's alone.
os.umask(0o077)

application = get_asgi_application()
application.request_class = UTF8ASGIRequest
