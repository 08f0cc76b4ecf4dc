"""The site of a worker, loaded by the server that forks the workers of a test process.

That loads it once: alone it takes a worker longer than most of the tests that need one.
"""

import os

import django

# What the settings were read from.
ENVIRONMENT = dict(os.environ)

django.setup()
