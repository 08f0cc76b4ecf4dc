"""The roles of the house: each a group with the permissions it needs and no more.

A role is only created while it is missing; afterwards it belongs to the administrators, who change
it under Settings > Groups.
"""

from dataclasses import dataclass, field

ADMIN_ACCESS = "wagtailadmin.access_admin"


def _all(*models: str) -> tuple[str, ...]:
    """Add, change, delete and view of each model, given as "app.model"."""
    return tuple(
        f"{app}.{action}_{model}"
        for app, model in (name.split(".") for name in models)
        for action in ("add", "change", "delete", "view")
    )


def _view(*models: str) -> tuple[str, ...]:
    """View of each model, given as "app.model"."""
    return tuple(f"{app}.view_{model}" for app, model in (name.split(".") for name in models))


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions ("app.codename"), and of rights on all files and all pages."""

    name: str
    permissions: tuple[str, ...]
    collection_permissions: tuple[str, ...] = field(default=())
    page_permissions: tuple[str, ...] = field(default=())


# Wagtail's libraries check the permissions of its own models, whatever model is configured.
_LIBRARIES = ("wagtailimages.image", "wagtaildocs.document", "wagtailmedia.media")
FILES = tuple(
    f"{app}.{action}_{model}"
    for app, model in (name.split(".") for name in _LIBRARIES)
    for action in ("add", "change")
)
CHOOSE_FILES = ("wagtailimages.choose_image", "wagtaildocs.choose_document")

EDITOR = Role(
    "Content editors",
    (
        ADMIN_ACCESS,
        *_all(
            "catalog.assetrole",
            "catalog.attribute",
            "catalog.attributegroup",
            "catalog.attributeoption",
            "catalog.duplicatecandidate",
            "catalog.basevehicle",
            "catalog.brand",
            "catalog.category",
            "catalog.family",
            "catalog.fitment",
            "catalog.packagelevel",
            "catalog.product",
            "catalog.qualityrule",
            "catalog.relationkind",
            "catalog.segment",
            "catalog.unit",
            "catalog.unitfamily",
            "catalog.vehiclemake",
            "catalog.vehiclemodel",
            "imports.importprofile",
            "imports.importrun",
            "media_library.asset",
        ),
        "catalog.lock_product",
        "catalog.share_segment",
        "feeds.add_feed",
        "feeds.change_feed",
        "feeds.add_feedrun",
        *_view(
            "catalog.bulkchange",
            "catalog.channel",
            "catalog.qualityissue",
            "feeds.feed",
            "feeds.feedrun",
        ),
    ),
    (*FILES, *CHOOSE_FILES),
)

REVIEWER = Role(
    "Reviewers",
    (
        ADMIN_ACCESS,
        "catalog.change_product",
        "catalog.publish_product",
        "catalog.lock_product",
        "catalog.unlock_product",
        "catalog.view_duplicatecandidate",
        "catalog.change_duplicatecandidate",
        # Applies what an editor has imported, once it changes published products.
        "imports.change_importrun",
        "imports.view_importrun",
        *_view(
            "catalog.assetrole",
            "catalog.attribute",
            "catalog.attributeoption",
            "catalog.brand",
            "catalog.bulkchange",
            "catalog.category",
            "catalog.family",
            "catalog.fitment",
            "catalog.packagelevel",
            "catalog.product",
            "catalog.qualityissue",
            "catalog.qualityrule",
            "catalog.relationkind",
            "catalog.segment",
            "catalog.unit",
            "catalog.unitfamily",
            "media_library.asset",
            "audit.changelogentry",
            "search.searchlogentry",
        ),
    ),
    CHOOSE_FILES,
)

MARKETING = Role(
    "Marketing",
    (
        ADMIN_ACCESS,
        *_all("catalog.segment", "media_library.asset"),
        "catalog.share_segment",
        *_view("catalog.product", "catalog.brand", "catalog.category", "search.searchlogentry"),
        "feeds.view_feed",
        "feeds.view_feedrun",
        "home.change_brandingsettings",
    ),
    (*FILES, *CHOOSE_FILES),
    ("wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page"),
)

PRICE_MANAGER = Role(
    "Price managers",
    (
        ADMIN_ACCESS,
        *_all("accounts.customer", "catalog.customerterms", "catalog.price", "catalog.pricelist"),
        # Feeds with prices are open to nobody else.
        "feeds.add_feed",
        "feeds.change_feed",
        "feeds.add_feedrun",
        *_view(
            "catalog.pricechange",
            "catalog.product",
            "catalog.segment",
            "feeds.feed",
            "feeds.feedrun",
        ),
    ),
)

ROLES = (EDITOR, REVIEWER, MARKETING, PRICE_MANAGER)
