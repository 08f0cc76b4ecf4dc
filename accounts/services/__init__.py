"""Writes of the accounts room."""

from .roles import sync_roles

__all__ = ["sync_roles"]
