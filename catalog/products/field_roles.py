"""What each field of a product's row is for; who writes or compares rows asks here."""

from enum import Enum, unique


@unique
class FieldRole(Enum):
    """Who says what stands in a field, and what a version of the product says of it."""

    # What editors say of the product: drafts hold it, and every way of writing may change it.
    CONTENT = "content"
    # What makes the one record, kept by the services and the database; no version brings it back.
    RECORD = "record"
    # What Wagtail keeps of drafts and of the lock for people.
    EDITING = "editing"
    # Whether and since when it is on the site.
    PUBLICATION = "publication"
    # When it is to be: typed in the form with the content, and over when the time has passed.
    SCHEDULE = "schedule"


FIELD_ROLES = {
    "brand": FieldRole.CONTENT,
    "part_number": FieldRole.CONTENT,
    "sku": FieldRole.CONTENT,
    "gtin": FieldRole.CONTENT,
    "name": FieldRole.CONTENT,
    "description": FieldRole.CONTENT,
    "status": FieldRole.CONTENT,
    "family": FieldRole.CONTENT,
    "category": FieldRole.CONTENT,
    "additional_categories": FieldRole.CONTENT,
    "parent": FieldRole.CONTENT,
    "values": FieldRole.CONTENT,
    "channel_values": FieldRole.CONTENT,
    "id": FieldRole.RECORD,
    "normalized_part_number": FieldRole.RECORD,
    "merged_into": FieldRole.RECORD,
    "created_at": FieldRole.RECORD,
    "updated_at": FieldRole.RECORD,
    "latest_revision": FieldRole.EDITING,
    "live_revision": FieldRole.EDITING,
    "has_unpublished_changes": FieldRole.EDITING,
    "locked": FieldRole.EDITING,
    "locked_at": FieldRole.EDITING,
    "locked_by": FieldRole.EDITING,
    "live": FieldRole.PUBLICATION,
    "first_published_at": FieldRole.PUBLICATION,
    "last_published_at": FieldRole.PUBLICATION,
    "expired": FieldRole.PUBLICATION,
    "go_live_at": FieldRole.SCHEDULE,
    "expire_at": FieldRole.SCHEDULE,
}


def fields_of(*roles: FieldRole) -> list[str]:
    """The names of the fields that have one of these roles."""
    return [name for name, role in FIELD_ROLES.items() if role in roles]


def fields_but(*roles: FieldRole) -> list[str]:
    """The names of the fields that have another role."""
    return [name for name, role in FIELD_ROLES.items() if role not in roles]


# Of the row alone, whatever its history: it says when somebody published and locked, not what.
NOT_IN_HISTORY = [
    name
    for name in fields_of(FieldRole.EDITING, FieldRole.PUBLICATION, FieldRole.SCHEDULE)
    if name != "live"
]
