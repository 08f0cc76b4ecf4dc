"""Segments, feeds and an import profile, as an editor would set them up in the browser."""

import json

from django.db import transaction

from catalog.models import Brand, Channel, Family, Segment
from demo.sources import Row, demo_rows
from feeds.models import Feed, FeedColumn
from imports.models import ImportColumn, ImportProfile


@transaction.atomic
def create_exchange_setup() -> None:
    """Create the segments, the feeds and the import profile that are not there yet."""
    for code, (name, description, conditions) in SEGMENTS.items():
        Segment.objects.get_or_create(
            code=code,
            defaults={"name": name, "description": description, "filter": conditions},
        )
    Segment.objects.get_or_create(code=VIEW["code"], defaults=VIEW)
    for code, fields in FEEDS.items():
        if not Feed.objects.filter(code=code).exists():
            _create_feed(code, **fields)
    if not ImportProfile.objects.filter(code=PROFILE).exists():
        _create_import_profile()


# A shared view of the product listing, as its columns and order tell.
VIEW = {
    "code": "to_complete_for_the_web",
    "name": "To complete for the web",
    "description": "What the web shop still waits for.",
    "filter": {
        "match": "all",
        "conditions": [
            {"field": "completeness", "operator": "lt", "value": "100", "channel": "web"}
        ],
    },
    "columns": ["picture", "name", "brand", "family", "completeness.web", "assets", "price"],
    "ordering": "name",
}


def _any_family(*codes: str) -> dict:
    return {
        "match": "any",
        "conditions": [{"field": "family", "operator": "is", "value": code} for code in codes],
    }


# Code: name, description, filter.
SEGMENTS = {
    "brake_parts": (
        "Brake parts",
        "Pads and discs.",
        _any_family("brake_pad", "brake_disc"),
    ),
    "winter_check": (
        "Winter check",
        "What garages ask for when it gets cold.",
        _any_family("battery", "wiper_blade", "headlight_bulb"),
    ),
    "last_call": (
        "Last call",
        "Parts that are phasing out.",
        {
            "match": "all",
            "conditions": [{"field": "status", "operator": "is", "value": "phase_out"}],
        },
    ),
    "civic_brakes_to_finish": (
        "Civic brakes to finish",
        "Brake parts for the Honda Civic that lack a picture or German content.",
        {
            "match": "all",
            "conditions": [
                {"field": "segment", "operator": "is", "value": "brake_parts"},
                {"field": "fits", "operator": "is", "value": "2015 Honda Civic"},
                {
                    "match": "any",
                    "conditions": [
                        {"field": "asset_role", "operator": "is_not", "value": "primary"},
                        {
                            "field": "completeness",
                            "operator": "lt",
                            "value": "100",
                            "channel": "web",
                            "language": "de",
                        },
                    ],
                },
            ],
        },
    ),
    "long_and_flat": (
        "Long and flat",
        "Parts more than twice as long as they are high, for another kind of box.",
        {
            "match": "all",
            "conditions": [
                {
                    "field": "formula",
                    "formula": "values.length / values.height",
                    "operator": "gt",
                    "value": "2",
                },
            ],
        },
    ),
}

FEEDS = {
    "web_catalog": {
        "name": "Web catalog",
        "channel": "web",
        "segment": None,
        "locale": "en",
        "format": Feed.Format.CSV,
    },
    "marketplace_brakes": {
        "name": "Marketplace: brake parts",
        "channel": "marketplace",
        "segment": "brake_parts",
        "locale": "fr",
        "format": Feed.Format.JSON_LINES,
    },
}

PROFILE = "supplier_price_file"


def _create_feed(
    code: str, *, name: str, channel: str, segment: str | None, locale: str, format: str
) -> None:
    feed = Feed.objects.create(
        code=code,
        name=name,
        channel=Channel.objects.get(code=channel),
        segment=Segment.objects.get(code=segment) if segment else None,
        locale=locale,
        format=format,
    )
    columns = [row for row in demo_rows("feed_columns") if row["feed"] == code]
    FeedColumn.objects.bulk_create(
        FeedColumn(
            feed=feed,
            sort_order=order,
            header=row["header"],
            source=row["source"],
            constant=row["constant"],
            transforms=_stored_transforms(row),
        )
        for order, row in enumerate(columns)
    )


def _create_import_profile() -> None:
    profile = ImportProfile.objects.create(
        code=PROFILE,
        name="Supplier file, brake pads",
        key=ImportProfile.Key.BRAND_PART_NUMBER,
        default_brand=Brand.objects.get(slug="torsenna"),
        default_family=Family.objects.get(code="brake_pad"),
    )
    ImportColumn.objects.bulk_create(
        ImportColumn(
            profile=profile,
            sort_order=order,
            header=row["header"],
            target=row["target"],
            transforms=_stored_transforms(row),
        )
        for order, row in enumerate(demo_rows("import_columns"))
    )


def _stored_transforms(row: Row) -> str:
    return row["transforms"] or json.dumps([])
