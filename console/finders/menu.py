"""Finds the pages of the admin by what the menu calls them."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from console.finders.registry import Finder, Found
from console.signed_in import User
from console.spelling import words


class MenuFinder(Finder):
    """Entries of the menu that the person is shown, at any depth."""

    code = "menu"
    label = _("Menu and settings")
    icon = "list-ul"
    order = 0

    def find(self, user: User, text: str, limit: int) -> Sequence[Found]:
        """Those whose label has a word that begins with each word of the text."""
        # Entries are asked for a request, of which they read the person alone.
        request = HttpRequest()
        request.user = user
        asked = words(text).split()
        entries = _entries(admin_menu.menu_items_for_request(request), request)
        found = [entry for entry in entries if _is_meant(entry.title, asked)]
        return sorted(found, key=lambda entry: len(entry.title))[:limit]


def _is_meant(title: str, asked: Sequence[str]) -> bool:
    known = words(title).split()
    return bool(asked) and all(any(one.startswith(word) for one in known) for word in asked)


def _entries(
    items: Sequence[MenuItem], request: HttpRequest, parents: tuple[str, ...] = ()
) -> Iterator[Found]:
    for item in items:
        label = str(item.label)
        if isinstance(item, SubmenuMenuItem):
            inner = item.menu.menu_items_for_request(request)
            yield from _entries(inner, request, (*parents, label))
        elif str(item.url).startswith("/"):
            yield Found(label, " › ".join(parents), str(item.url))
