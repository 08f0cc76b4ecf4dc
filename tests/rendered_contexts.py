"""What a response was rendered with, as it is and not as a copy.

Django copies the context of every template for the tests, those of widgets and included parts as
well, which takes a tenth of each request. No test looks at what a template changes while it is
rendered, or at what the context processors add.
"""

from collections.abc import Iterator
from unittest import mock

import pytest


@pytest.fixture(scope="session", autouse=True)
def contexts_without_copies() -> Iterator[None]:
    """Let the client of the tests keep each context itself."""
    with mock.patch("django.test.client.copy", lambda context: context):
        yield
