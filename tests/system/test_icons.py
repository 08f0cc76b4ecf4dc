"""Icons of the admin: a name that is unknown leaves a gap where the icon should be."""

from collections.abc import Iterator

import pytest
from wagtail.admin.icons import get_icons
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu
from wagtail.admin.viewsets import viewsets


def icons_in_use() -> Iterator[tuple[str, str]]:
    """Who shows an icon, and the name of it."""
    for viewset in viewsets.viewsets:
        if icon := getattr(viewset, "icon", ""):
            yield type(viewset).__name__, icon
    for menu in (admin_menu, reports_menu, settings_menu):
        for item in menu.registered_menu_items:
            yield item.name, item.icon_name


@pytest.mark.django_db
def test_every_icon_is_there():
    sprite = get_icons()
    assert [one for one in icons_in_use() if f'id="icon-{one[1]}"' not in sprite and one[1]] == []
