"""A record of every model, so that every address can be asked for and every form be filled in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.models import Collection, Page, Site, TaskState, UploadedFile

from accounts.models import Customer, User
from catalog.models import (
    BulkChange,
    DuplicateCandidate,
    Price,
    PriceList,
    Product,
    Segment,
)
from feeds.models import Feed, FeedRun
from home.models import HomePage
from imports.models import ImportRun

from .catalog_records import create_catalog, create_exchange
from .people import People, create_people
from .site_records import create_books, create_files, create_site, index_references

# Models without records, and why.
WITHOUT_RECORDS = {
    "wagtailadmin.Admin": "carries the permission to enter the admin",
    "wagtaildocs.Document": "media_library.DocumentFile stands in its place",
    "wagtailimages.Image": "media_library.ImageFile stands in its place",
    "wagtailimages.Rendition": "media_library.ImageRendition stands in its place",
    "wagtailmedia.Media": "media_library.MediaFile stands in its place",
}

# Models whose records differ in who may see them: all that are worth a look, the common one first.
TELLING: dict[str, Callable[[], Iterable[Model]]] = {
    "wagtailcore.Page": lambda: Page.objects.filter(
        pk__in=HomePage.objects.filter(alias_of=None)
    ).order_by("path"),
    "wagtailcore.Site": lambda: Site.objects.order_by("pk"),
    "catalog.Product": lambda: Product.objects.order_by("-live", "pk")[:2],
    "catalog.Price": lambda: Price.objects.filter(customer__isnull=False).order_by("pk"),
    "catalog.PriceList": lambda: PriceList.objects.order_by("-is_public"),
    "catalog.Segment": lambda: Segment.objects.order_by("-is_shared"),
    "catalog.BulkChange": lambda: BulkChange.objects.order_by("pk"),
    "feeds.Feed": lambda: Feed.objects.order_by("pk"),
    "feeds.FeedRun": lambda: FeedRun.objects.order_by("pk"),
    "imports.ImportRun": lambda: ImportRun.objects.order_by("pk"),
    "accounts.Customer": lambda: Customer.objects.order_by("pk"),
    "accounts.User": lambda: User.objects.filter(username__in=["contact", "administrator"]),
    "wagtailcore.Task": lambda: [TaskState.objects.earliest("pk").task],
    "wagtailcore.UploadedFile": lambda: UploadedFile.objects.order_by("pk"),
    "wagtailcore.Collection": lambda: Collection.objects.filter(depth=2),
    "catalog.DuplicateCandidate": lambda: DuplicateCandidate.objects.order_by("pk"),
}


@dataclass
class World:
    """The people, and any record by its model."""

    people: People

    @cached_property
    def records(self) -> dict[type[Model], Model]:
        """The first record of every model."""
        return {
            model: record
            for model in apps.get_models(include_auto_created=True)
            if (record := model._base_manager.order_by("pk").first()) is not None
        }

    def of(self, model: type[Model] | str) -> list[Any]:
        """The records of `model` (a class or "app.Model") that differ in who may see them."""
        model = apps.get_model(model) if isinstance(model, str) else model
        return (
            list(TELLING[model._meta.label]())
            if model._meta.label in TELLING
            else [self.records[model]]
        )

    def record(self, model: type[Model] | str) -> Any:
        """A record of `model`: the first of those."""
        return self.of(model)[0]


def build_world() -> World:
    """Make the records; raises LookupError where a model has none."""
    people = create_people()
    create_files(people)
    create_catalog(people)
    create_exchange(people)
    create_site(people)
    create_books(people)
    index_references()
    world = World(people)
    existing = {model._meta.label for model in world.records}
    wanted = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    if missing := wanted - existing - WITHOUT_RECORDS.keys():
        raise LookupError(
            f"Make a record of each of these in tests/system/walker: {', '.join(sorted(missing))}"
        )
    return world
