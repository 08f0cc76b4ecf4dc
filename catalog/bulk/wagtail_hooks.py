"""Registers the subject with the Wagtail admin."""

from wagtail import hooks

from catalog.bulk.wagtail_admin.bulk_actions import BULK_ACTIONS

for action in BULK_ACTIONS:
    # After Wagtail's own, of which one is replaced.
    hooks.register("register_bulk_action", action, order=100)
