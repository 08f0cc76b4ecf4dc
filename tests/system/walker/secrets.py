"""What is in the world and not for everybody: who may read it."""

from accounts.access import RIGHTS, WHO_EDITS_PAGES

from .catalog_records import (
    CUSTOMER_PRICE,
    DRAFT_NAME,
    LIST_PRICE,
    OTHER_CUSTOMER_PRICE,
    PLANNED_PRICE,
    PRIVATE_FEED,
    PRIVATE_SEGMENT,
)
from .people import CONTACT, CUSTOMER_NAME, OTHER_CONTACT, OTHER_CUSTOMER_NAME
from .site_records import RESTRICTED_PAGE, SECRET_DOCUMENT, SECRET_FILM, SECRET_PICTURE

PRICES = ("catalog.view_price", "catalog.change_price")
CUSTOMERS = ("accounts.view_customer", "accounts.change_customer")
ASSETS = ("media_library.view_asset",)

# Each text, and the rights of which one lets a person read it.
SECRETS: dict[str, tuple[str, ...]] = {
    LIST_PRICE: PRICES,
    PLANNED_PRICE: PRICES,
    CUSTOMER_PRICE: PRICES,
    OTHER_CUSTOMER_PRICE: PRICES,
    PRIVATE_FEED: PRICES,
    PRIVATE_SEGMENT: PRICES,  # it belongs to the price manager
    CUSTOMER_NAME: CUSTOMERS,
    OTHER_CUSTOMER_NAME: CUSTOMERS,
    DRAFT_NAME: ("catalog.view_product", "catalog.change_product"),
    RESTRICTED_PAGE: WHO_EDITS_PAGES,
    SECRET_PICTURE: ("wagtailimages.choose_image", *ASSETS),
    SECRET_DOCUMENT: ("wagtaildocs.choose_document", *ASSETS),
    SECRET_FILM: ("wagtailmedia.change_media", *ASSETS),
}
OWN = {
    CONTACT: {CUSTOMER_NAME, CUSTOMER_PRICE},
    OTHER_CONTACT: {OTHER_CUSTOMER_NAME, OTHER_CUSTOMER_PRICE},
}


def secrets_kept_from(role: str) -> list[str]:
    """What no member of `role` may read anywhere, amounts with a comma too."""
    rights = RIGHTS.get(role, RIGHTS[CONTACT])
    kept = [text for text, needed in SECRETS.items() if not rights & set(needed)]
    kept = [text for text in kept if text not in OWN.get(role, set())]
    return kept + [text.replace(".", ",") for text in kept if text[0].isdigit()]
