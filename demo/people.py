"""People who can sign in to the demo: one a role, and contacts of two customers."""

import os
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Customer, User
from accounts.roles import EDITOR, MARKETING, PRICE_MANAGER, REVIEWER
from accounts.services import sync_roles
from demo.trade import EU_CUSTOMER, US_CUSTOMER


class ProductionError(Exception):
    """Demo accounts with known passwords were asked for on a server."""


@dataclass(frozen=True)
class DemoAccount:
    """Somebody who can sign in, and what is worth looking at then."""

    role: str
    username: str
    first_name: str
    last_name: str
    see: str
    group: str = ""
    customer: str = ""
    is_administrator: bool = False

    @property
    def password(self) -> str:
        """Known to everybody who reads this: for demonstration only."""
        return f"{self.username}-demo-2026"


ACCOUNTS = (
    DemoAccount(
        "Administrator",
        "admin",
        "Ada",
        "Marsh",
        "/admin/ everything, users and settings too",
        is_administrator=True,
    ),
    DemoAccount(
        "Editor",
        "editor",
        "Edgar",
        "Lindqvist",
        "/admin/ products, attributes, imports",
        EDITOR.name,
    ),
    DemoAccount(
        "Reviewer",
        "reviewer",
        "Rosa",
        "Delgado",
        "/admin/ a product that waits for approval",
        REVIEWER.name,
    ),
    DemoAccount(
        "Marketing",
        "marketing",
        "Maren",
        "Holt",
        "/admin/ home page, pictures, segments",
        MARKETING.name,
    ),
    DemoAccount(
        "Price manager",
        "pricing",
        "Piet",
        "Okafor",
        "/admin/ price lists, customers, terms",
        PRICE_MANAGER.name,
    ),
    DemoAccount(
        "Customer, USA",
        "harborline",
        "Hannah",
        "Boyd",
        "/catalog/ with the prices of Wholesale USA",
        customer=US_CUSTOMER,
    ),
    DemoAccount(
        "Customer, Europe",
        "nordkai",
        "Nils",
        "Petersen",
        "/catalog/ with prices in euro",
        customer=EU_CUSTOMER,
    ),
)


def refuse_production() -> None:
    """Raise ProductionError under production settings: everybody knows these passwords."""
    module = os.environ.get("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
    if "production" in module:
        raise ProductionError(
            "Demo accounts have passwords that everybody knows. They are not made under"
            " production settings; create users in the admin instead."
        )


@transaction.atomic
def create_people() -> None:
    """Create the roles and the accounts that are missing; raises ProductionError on a server."""
    refuse_production()
    sync_roles()
    for account in ACCOUNTS:
        if not User.objects.filter(username=account.username).exists():
            _create(account)


def _create(account: DemoAccount) -> None:
    user = User.objects.create_user(
        username=account.username,
        email=f"{account.username}@solidus.example",
        password=account.password,
        first_name=account.first_name,
        last_name=account.last_name,
        is_superuser=account.is_administrator,
        is_staff=account.is_administrator,
        customer=Customer.objects.get(number=account.customer) if account.customer else None,
    )
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
