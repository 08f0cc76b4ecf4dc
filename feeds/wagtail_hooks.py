"""Registers the feeds with the Wagtail admin."""

from wagtail import hooks

from .wagtail_admin.menu import FeedsGroup

hooks.register("register_admin_viewset", FeedsGroup)
