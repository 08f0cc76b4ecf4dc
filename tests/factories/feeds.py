"""Feeds for tests."""

import json

import factory
from factory.django import DjangoModelFactory

from feeds.models import Feed, FeedColumn
from tests.factories.catalog import ChannelFactory


class FeedFactory(DjangoModelFactory):
    """A feed; `columns` gives its columns as (header, source) or (header, source, transforms)."""

    class Meta:
        model = Feed
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"feed_{n}")
    name = factory.Sequence(lambda n: f"Feed {n}")
    channel = factory.SubFactory(ChannelFactory)

    @factory.post_generation
    def columns(self, create, columns, **kwargs):
        for order, (header, source, *transforms) in enumerate(columns or [("SKU", "sku")]):
            FeedColumn.objects.create(
                feed=self,
                header=header,
                source=source,
                transforms=json.dumps(transforms[0] if transforms else []),
                sort_order=order,
            )
