"""Registers the imports with the Wagtail admin."""

from wagtail import hooks

from .wagtail_admin.menu import ImportsGroup

hooks.register("register_admin_viewset", ImportsGroup)
