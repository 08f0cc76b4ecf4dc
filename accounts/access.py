"""Who may open which address: one table, from which the tests are generated.

Most addresses belong to a register of records, and who opens them follows from the permissions of
its model (`VERBS`). `NAMED` says the rest, first match first. What neither knows raises
LookupError, so that a new address is either covered or named.
"""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from .roles import ADMIN_ACCESS, ROLES, Role

ANONYMOUS = "Anonymous visitors"
CONTACT = "Contacts of customers"
STAFF = "Staff without rights"
ADMINISTRATOR = "Administrators"

# Rights that are no permissions.
VISIT = "visit"
SIGNED_IN = "signed in"

EVERYBODY = (VISIT,)
WHO_SIGNED_IN = (SIGNED_IN,)
WHO_ENTERS_THE_ADMIN = (ADMIN_ACCESS,)
ADMINISTRATORS: tuple[str, ...] = ()
WHO_EDITS_PAGES = ("wagtailcore.add_page", "wagtailcore.change_page", "wagtailcore.publish_page")

SEES = ("add", "change", "delete", "view")
# What one needs to do with the model of a register, by the name of the view: one of these.
VERBS: dict[str, Sequence[str]] = {
    "index": SEES,
    "list": SEES,
    "inspect": SEES,
    "choose": SEES,
    "chosen": SEES,
    "chosen_multiple": SEES,
    "add": ["add"],
    "copy": ["add"],
    "create": ["add"],
    "edit": ["change"],
    "history": ["change"],
    "usage": ["add", "change", "delete"],
    "delete": ["delete"],
}
# Registers whose addresses are not called by the name of their model.
MODELS = {
    "asset": "media_library.asset",
    "asset_chooser": "media_library.asset",
    "catalog_attribute_chooser": "catalog.attribute",
    "catalog_customer_chooser": "accounts.customer",
    "catalog_vehicle_make_chooser": "catalog.vehiclemake",
    "catalog_vehicle_model_chooser": "catalog.vehiclemodel",
    "customer": "accounts.customer",
    "wagtailredirects": "wagtailredirects.redirect",
    "wagtailsites": "wagtailcore.site",
    "wagtailusers_groups": "auth.group",
    "wagtailusers_users": "accounts.user",
}


def _of(model: str, *verbs: str) -> tuple[str, ...]:
    """The permissions to do one of `verbs` with "app.model"."""
    app, name = model.split(".")
    return tuple(f"{app}.{verb}_{name}" for verb in verbs)


_PRODUCT_SEEN = _of("catalog.product", "view", "change")
_PRODUCT_CHANGED = _of("catalog.product", "change")
_IMAGE = _of("wagtailimages.image", "add", "change", "delete")
_DOCUMENT = _of("wagtaildocs.document", "add", "change", "delete")
_MEDIA = _of("wagtailmedia.media", "add", "change", "delete")

# Patterns of names of addresses (as `reverse` takes them; the route of what has no name), and the
# rights of which one is needed. A bulk action is followed by its model and its name, a setting by
# its model.
NAMED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # The public side, and the ways in and out.
    (
        (
            "health",
            "accounts:*",
            "catalog/*",
            "catalog:*",
            "home:branding",
            "home:language",
            "media/*",
            "media_library:picture",
            "wagtail_serve",
            "wagtailcore_*",
            "wagtaildocs_authenticate_with_password",
            "wagtaildocs_serve",
            "wagtailadmin_javascript_catalog",
            "wagtailadmin_login",
            "wagtailadmin_password_reset*",
            "wagtailadmin_sprite",
        ),
        EVERYBODY,
    ),
    (("home:account",), WHO_SIGNED_IN),
    # What belongs to everybody in the admin; each shows what the person may see otherwise.
    (
        (
            "admin/*",
            "wagtail_modeladmin:javascript_catalog",
            "wagtailadmin_account",
            "wagtailadmin_api:pages:find",
            "wagtailadmin_api:pages:listing",
            "wagtailadmin_block_preview",
            "wagtailadmin_choose_*",
            "wagtailadmin_dismissibles",
            "wagtailadmin_editing_sessions:*",
            "wagtailadmin_home",
            "wagtailadmin_logout",
            "wagtailadmin_pages:choose_parent",
            "wagtailadmin_pages:confirm_workflow_cancellation",
            "wagtailadmin_pages:revisions_index",
            "wagtailadmin_reports:site_history*",
            "wagtailadmin_tag_*",
            "wagtailadmin_workflows:task_cho*",
            "wagtaildocs_chooser:choose*",
            "wagtaildocs_chooser:chosen_multiple",
            "wagtailimages_chooser:choose*",
            "wagtailimages_chooser:chosen_multiple",
            "wagtailmedia:chooser",
            "wagtailmedia:chooser_typed",
            "wagtailsnippets:index",
            "catalog_product:confirm_workflow_cancellation",
            "catalog_reviews:list",
            "console_finding:*",
            "console_inbox:*",
        ),
        WHO_ENTERS_THE_ADMIN,
    ),
    # Pages.
    (
        (
            "wagtail_bulk_action wagtailcore.page *",
            "wagtailadmin_api:pages:*",
            "wagtailadmin_explore*",
            "wagtailadmin_pages:*",
            "wagtailadmin_reports:aging_pages*",
            "wagtailadmin_reports:page_types_usage*",
            "wagtailadmin_reports:workflow*",
            "wagtailforms:*",
        ),
        WHO_EDITS_PAGES,
    ),
    (("wagtailsettings:* home.brandingsettings",), _of("home.brandingsettings", "change")),
    (("wagtailsettings:* audit.historyretention",), _of("audit.historyretention", "change")),
    # Files.
    (("wagtail_bulk_action media_library.imagefile *", "wagtailimages:*"), _IMAGE),
    (("wagtail_bulk_action media_library.documentfile *", "wagtaildocs:*"), _DOCUMENT),
    (("wagtailmedia:*",), _MEDIA),
    (("wagtailimages_chooser:create",), _of("wagtailimages.image", "add")),
    (("wagtaildocs_chooser:create",), _of("wagtaildocs.document", "add")),
    (
        ("wagtailadmin_api:images:*", "wagtailimages_chooser:*"),
        (*_IMAGE, "wagtailimages.choose_image"),
    ),
    (
        ("wagtailadmin_api:documents:*", "wagtaildocs_chooser:*"),
        (*_DOCUMENT, "wagtaildocs.choose_document"),
    ),
    # Products.
    (("wagtail_bulk_action catalog.product delete",), _of("catalog.product", "delete")),
    (("wagtail_bulk_action catalog.product edit",), _PRODUCT_CHANGED),
    (("wagtail_bulk_action catalog.product prices",), _of("catalog.price", "change")),
    (("wagtail_bulk_action catalog.product *publish",), _of("catalog.product", "publish")),
    (
        (
            "catalog_product:unpublish",
            "catalog_product:revisions_unschedule",
        ),
        _of("catalog.product", "publish"),
    ),
    (("catalog_product:preview_on_add",), _of("catalog.product", "add")),
    (("catalog_product:lock",), _of("catalog.product", "lock")),
    (("catalog_product:unlock",), _of("catalog.product", "unlock")),
    (("catalog_product:history_drafts*", "catalog_product:history_restore"), _PRODUCT_CHANGED),
    (
        (
            "catalog_product:columns",
            "catalog_product:filter",
            "catalog_product:history*",
            "catalog_product:view_*",
            "catalog_reviews:*",
            "catalog_quality:completeness",
            "catalog_segment_builder:*",
            "catalog_attribute:option_search",
        ),
        _PRODUCT_SEEN,
    ),
    (
        (
            "catalog_product:*workflow*",
            "catalog_product:cell",
            "catalog_product:conflict",
            "catalog_product:preview_on_edit",
            "catalog_product:revisions_*",
            "catalog_clashes:*",
        ),
        _PRODUCT_CHANGED,
    ),
    (("catalog_duplicates:*",), _of("catalog.duplicatecandidate", "view", "change")),
    (("catalog_quality:*",), _of("catalog.qualityrule", "view", "change")),
    (("catalog_segment:found",), _PRODUCT_SEEN),
    (("catalog_modelchange:page", "catalog_bulkchange:*"), _of("catalog.bulkchange", "view")),
    (("catalog_pricechange:in*",), _of("catalog.pricechange", "view")),
    (("catalog_pricechange:*", "catalog_pricegrid:*"), _of("catalog.price", "change")),
    (("catalog_model:*",), ("catalog.exchange_model",)),
    (("catalog_attributeoption:replace",), _of("catalog.attributeoption", "change")),
    (("catalog_channel:former",), _of("catalog.channel", "delete")),
    # Feeds and imports.
    (("feeds_feed:run",), _of("feeds.feedrun", "add")),
    (("feeds_feedrun:*",), _of("feeds.feedrun", *SEES)),
    (
        ("imports_importrun:apply", "imports_importrun:send*", "imports_importrun:take_back"),
        _of("imports.importrun", "change"),
    ),
    (("imports_importrun:rejects",), _of("imports.importrun", *SEES)),
    (
        ("imports_importrun:mapping", "imports_importrun:discard", "imports_importrun:read"),
        _of("imports.importrun", "add", "change"),
    ),
    # Who signs in for a customer.
    (("customer:sign_in_*",), _of("accounts.user", "add")),
    # What the house runs on.
    (("audit:*",), _of("audit.changelogentry", "view")),
    (("jobs:system_health",), _of("jobs.workerbeat", "view")),
    (("jobs:cancel", "jobs:retry"), _of("jobs.job", "change")),
    (("jobs:*",), _of("jobs.job", "view")),
    (("reports_search-log_modeladmin_*",), _of("search.searchlogentry", "view")),
    (
        (
            "wagtail_bulk_action accounts.user *",
            "wagtailadmin_collections:*",
            "wagtailadmin_reports:locked_pages*",
            "wagtailadmin_workflows:*",
            "wagtailredirects:*import",
        ),
        ADMINISTRATORS,
    ),
)


def rights_needed(address: str) -> tuple[str, ...]:
    """The rights of which one opens `address`; none are enough if there are none."""
    for patterns, rights in NAMED:
        if any(fnmatchcase(address, pattern) for pattern in patterns):
            return rights
    if address.startswith("wagtail_bulk_action "):
        return _of(address.split()[1], *SEES)
    space, _colon, view = address.rpartition(":")
    verbs = VERBS.get(view.removesuffix("_results"))
    model = MODELS.get(space) or ".".join(
        space.removeprefix("wagtailsnippetchoosers_").split("_", 1)
    )
    if not verbs or "." not in model:
        raise LookupError(f"Say in accounts/access.py who may open {address}.")
    return _of(model, *verbs)


def rights_of(role: Role) -> frozenset[str]:
    """What the members of a role may do as it is created."""
    return frozenset(
        [
            VISIT,
            SIGNED_IN,
            *role.permissions,
            *role.collection_permissions,
            *role.page_permissions,
        ]
    )


RIGHTS: dict[str, frozenset[str]] = {
    ANONYMOUS: frozenset({VISIT}),
    CONTACT: frozenset({VISIT, SIGNED_IN}),
    STAFF: frozenset({VISIT, SIGNED_IN, ADMIN_ACCESS}),
    **{role.name: rights_of(role) for role in ROLES},
}


def roles_opening(address: str) -> list[str]:
    """The roles whose members may open `address`, administrators last."""
    needed = set(rights_needed(address))
    return [role for role, rights in RIGHTS.items() if rights & needed] + [ADMINISTRATOR]
