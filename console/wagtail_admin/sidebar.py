"""The sidebar of the admin, packed for the page without its script, which every page has anyway."""

from typing import Any

from wagtail.admin.ui.sidebar import BaseSidebarAdapter


def pack_sidebar_without_media() -> None:
    """Let no entry of the sidebar name the script that draws it.

    Wagtail puts the names together and compares them as text for each of some eighty entries, on
    every page, and then drops them: they take a tenth of a request.
    """
    BaseSidebarAdapter.get_media = _nothing


def _nothing(_adapter: BaseSidebarAdapter, _entry: Any) -> None:
    """No media."""
