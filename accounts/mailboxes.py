"""Mailboxes as they are compared."""

import unicodedata


def folded_mailbox(mailbox: str) -> str:
    """The mailbox in the one spelling that all spellings of it have in common."""
    return unicodedata.normalize("NFKC", mailbox).strip().casefold()
