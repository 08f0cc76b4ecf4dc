"""Scheduled calls of the forms that are open."""

from catalog.revisions.services.concurrent_edits.forms import drop_old_forms


def forget_old_forms() -> int:
    """Forget what forms showed that nobody has used for long."""
    return drop_old_forms()
