"""Registry of panels on the page of a customer: what other rooms know of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from accounts.models import Customer
from console.signed_in import SignedInRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPanel:
    """A panel below the form of a customer.

    `code` names it in the page, `permission` ("app.codename") is what seeing it needs, and `render`
    gives its HTML for the person of the request. Panels of a lower `order` come first.
    """

    code: str
    heading: str | Promise
    icon: str
    permission: str
    render: Callable[[SignedInRequest, Customer], SafeString]
    order: int = 0


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A panel as it stands on a page."""

    panel: CustomerPanel
    html: SafeString


_panels: dict[str, CustomerPanel] = {}


def register_customer_panel(panel: CustomerPanel) -> None:
    """Show `panel` on the page of every customer; once, from `AppConfig.ready()`."""
    _panels[panel.code] = panel


def panels_for(request: SignedInRequest, customer: Customer) -> Sequence[ShownPanel]:
    """The panels that the person of the request may see."""
    ordered = sorted(_panels.values(), key=lambda panel: panel.order)
    return [
        ShownPanel(panel, panel.render(request, customer))
        for panel in ordered
        if request.user.has_perm(panel.permission)
    ]
