"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from .requests import UTF8WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.production")

# Uploads, feeds and mails are their user's alone.
os.umask(0o077)

application = get_wsgi_application()
application.request_class = UTF8WSGIRequest

# What is loaded by now lives as long as the process: the garbage collector need not walk through
# it for every few pages, and a page makes some ten thousand objects that mostly die with it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
