"""Settings of the worker that tests start: those of the tests, with jobs made for them."""

from solidus.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.sample_jobs.apps.SampleJobsConfig"]  # noqa: F405
