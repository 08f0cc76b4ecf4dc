"""Every address with a form that asks for a password bears only so many attempts.

The doors are not named here: all registered addresses are visited, and whatever form on them asks
for a password (not for a new one) is attacked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import pytest
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from lxml import html
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import HomePage
from tests.factories.accounts import UserFactory
from tests.soak import sample
from tests.system.walker.addresses import registered_paths

pytestmark = pytest.mark.django_db

RIGHT, NEW = "secret", "an-Entirely-new-1"
ASKED = "//input[@type='password'][not(@autocomplete='new-password')]"
FORM_WITH_PASSWORD = f"//form[.{ASKED}]"
SPEAKING = re.compile("password|log-?in|sign-?in|account|auth|user")
# More than any door bears.
MOST = 20


@dataclass(frozen=True)
class Door:
    """A form that asks for a password, as one who is signed in or not meets it."""

    path: str
    signed_in: bool
    form: html.FormElement

    def body(self, password: str) -> dict[str, str]:
        """What a person would send."""
        body = {name: value for name, value in self.form.form_values() if value} | {
            field.name: NEW for field in self.form.xpath(".//input[@autocomplete='new-password']")
        }
        if "username" in self.form.fields:
            body["username"] = "buyer"
        return body | {field.name: password for field in self.form.xpath(f".{ASKED}")}


@pytest.fixture
def user():
    return UserFactory(username="buyer", is_superuser=True)


@pytest.fixture
def arguments(user):
    """What stands in the addresses of doors that are opened by something."""
    page = Page.objects.filter(depth=2).first()
    restriction = {"restriction_type": "password", "password": RIGHT}
    of_page = PageViewRestriction.objects.create(page=page, **restriction)
    of_collection = CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), **restriction
    )
    return {
        "pk": user.pk,
        "page_id": page.pk,
        "page_view_restriction_id": of_page.pk,
        "restriction_id": of_collection.pk,
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }


@pytest.fixture
def met(monkeypatch) -> set[type[forms.BaseForm]]:
    """The classes of the forms that the visited pages made."""
    classes = set()
    make = forms.BaseForm.__init__

    def note(form: forms.BaseForm, *given, **named) -> None:
        classes.add(type(form))
        make(form, *given, **named)

    monkeypatch.setattr(forms.BaseForm, "__init__", note)
    return classes


def visit_all(arguments, user=None) -> list[Door]:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    doors = []
    for path in some_of(registered_paths(arguments)):
        for form in forms_with_password(client.get(path)):
            doors.append(Door(urljoin(path, form.get("action") or path), bool(user), form))
        # One of the addresses is where people sign out.
        client.cookies.load(cookies)
    return doors


def some_of(paths: Iterable[str]) -> list[str]:
    """All in a soak, else those that speak of what passwords are for, and a few of the others.

    A form of a class of its own that asks for a password and is on none of them is missed below.
    """
    every = list(paths)
    speaking = [path for path in every if SPEAKING.search(path)]
    others = [path for path in every if not SPEAKING.search(path)]
    return speaking + sample(others, at_most=60)


def forms_with_password(response) -> list[html.FormElement]:
    if response.streaming or b"password" not in response.content:
        return []
    return html.fromstring(response.content).xpath(FORM_WITH_PASSWORD)


@pytest.mark.soak
def test_every_door_refuses_after_its_limit_even_the_right_password(arguments, met, user):
    doors = visit_all(arguments) + visit_all(arguments, user)
    unmet = {form for form in asking_forms() if not any(issubclass(one, form) for one in met)}
    assert unmet == set(), "its address has something in it that `arguments` must tell"
    fell = [door.path for number, door in enumerate(doors) if not refuses(door, user, number)]
    assert fell == []
    assert len({door.path for door in doors}) >= 6, "the walk has lost its way"


def refuses(door: Door, user, number: int) -> bool:
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    if door.signed_in:
        client.force_login(user)
    before = dict(client.session.items())
    told = ""
    for attempt in range(MOST):
        told = client.post(door.path, door.body(f"wrong-{attempt}")).content.decode()
        if "Too many attempts" in told:
            break
    response = client.post(door.path, door.body(RIGHT))
    user.refresh_from_db()
    return (
        "Too many attempts" in told
        and response.status_code in (200, 429)
        and "Too many attempts" in response.content.decode()
        and dict(client.session.items()) == before
        and user.has_password(RIGHT)
    )


def test_a_shared_password_leads_to_what_it_opens_from_every_page_that_asks(client):
    page = HomePage(title="Dealers", slug="dealers")
    Page.objects.get(depth=2).add_child(instance=page)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password=RIGHT
    )
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    [form] = forms_with_password(client.get(address))
    assert form.fields["return_url"] == page.url != "/"
    for behind, again in (("/catalog/", "/catalog/"), ("https://elsewhere.example/", address)):
        for _attempt in range(MOST):
            refused = client.post(address, {"password": "wrong", "return_url": behind})
        assert refused.status_code == 429
        assert f'href="{again}">Try again' in refused.content.decode()


def asking_forms(form: type = forms.BaseForm) -> Iterator[type]:
    """All classes of forms that ask for a password, whoever uses them."""
    for below in form.__subclasses__():
        if asks_for_password(below):
            yield below
        yield from asking_forms(below)


def asks_for_password(form: type) -> bool:
    widgets = (field.widget for field in getattr(form, "base_fields", {}).values())
    return any(
        isinstance(widget, forms.PasswordInput)
        and widget.attrs.get("autocomplete") != "new-password"
        for widget in widgets
    )
