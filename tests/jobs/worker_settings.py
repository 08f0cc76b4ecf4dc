"""Settings of the worker that tests start: those of the tests, with jobs made for them."""

import os

from solidus.settings.test import *  # noqa: F403
from tests.jobs.process_names import FOLLOWERS, JOBS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.sample_jobs.apps.SampleJobsConfig"]  # noqa: F405

# Elasticsearch only where the test has it.
ELASTICSEARCH_URL = env.str("TEST_WORKER_ELASTICSEARCH_URL", "")  # noqa: F405
SEARCH_INDEX_PREFIX = env.str("TEST_WORKER_INDEX_PREFIX", "")  # noqa: F405

# How PostgreSQL calls whoever is connected: the worker, whose threads follow the change log, and
# the processes forked from it, which do the jobs.
os.environ["PGAPPNAME"] = FOLLOWERS
os.register_at_fork(after_in_child=lambda: os.environ.update(PGAPPNAME=JOBS))
