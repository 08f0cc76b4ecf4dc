"""Deleting feeds."""

import pytest

from feeds.models import Feed, FeedRun
from tests.console.deleting import delete
from tests.factories.accounts import UserFactory
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_a_feed_goes_with_its_runs_once_its_name_is_typed(client, administrator):
    feed = FeedFactory()
    FeedRun.objects.create(feed=feed)
    delete(client, "feeds_feed:delete", feed)
    assert FeedRun.objects.exists()
    delete(client, "feeds_feed:delete", feed, str(feed))
    assert not Feed.objects.exists()
