"""Only so many attempts to sign in, per account and address, at both doors."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignInAttempt
from accounts.services import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

TOO_MANY = "Too many attempts to sign in"


@pytest.fixture(params=["accounts:sign_in", "wagtailadmin_login"])
def attempt(request, client):
    """Signs in at the site's door or at the admin's; returns whether that was refused unread."""
    url = reverse(request.param)

    def attempt(username="buyer", password="wrong", address="192.0.2.7") -> bool:
        response = client.post(
            url, {"username": username, "password": password}, REMOTE_ADDR=address
        )
        return response.status_code == 200 and TOO_MANY in response.content.decode()

    return attempt


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_sixth_attempt_is_refused_even_with_the_right_password(attempt, client):
    UserFactory(username="buyer", is_superuser=True)
    assert not any(attempt() for _ in range(5))
    assert attempt(password="secret")
    assert attempt(username=" BUYER ", password="secret"), "another spelling is the same account"
    assert not signed_in(client)
    assert SignInAttempt.objects.count() == 5, "what is refused writes no row"
    attempt(password="secret", address="192.0.2.8")
    assert signed_in(client), "the person at another address is not locked out"


def test_waiting_helps(attempt, client):
    UserFactory(username="buyer", is_superuser=True)
    for _ in range(5):
        attempt()
    SignInAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert not attempt(password="secret")
    assert signed_in(client)
    assert not SignInAttempt.objects.exists(), "old attempts go, and those of who signed in"


def test_one_address_may_not_try_many_accounts(monkeypatch):
    monkeypatch.setattr(sign_in, "MOST_FROM_ADDRESS", 3)
    tries = [sign_in.begin_attempt(account=f"user{n}", address="192.0.2.7") for n in range(4)]
    assert tries == [True, True, True, False]
    assert sign_in.begin_attempt(account="user9", address="192.0.2.8")


def test_many_addresses_may_not_try_one_account(monkeypatch):
    monkeypatch.setattr(sign_in, "MOST_FOR_ACCOUNT", 3)
    tries = [sign_in.begin_attempt(account="buyer", address=f"192.0.2.{n}") for n in range(4)]
    assert tries == [True, True, True, False]
    assert sign_in.begin_attempt(account="other", address="192.0.2.1")


@pytest.mark.parametrize("username", ["a\0b", "x" * 250, "’; DROP TABLE"])
def test_hostile_names_are_wrong_names(attempt, username):
    assert not attempt(username=username)


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", "0.0.0.0"),
        ("<script>", "0.0.0.0"),
    ],
)
def test_the_address_is_the_connections_or_the_network_of_one_visitor(told, address):
    request = RequestFactory().get("/", REMOTE_ADDR=told, HTTP_X_REAL_IP="198.51.100.1")
    assert sign_in.client_address(request) == address


def test_a_trusted_proxy_tells_the_address(settings):
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    request = RequestFactory().get("/", HTTP_X_REAL_IP="198.51.100.1")
    assert sign_in.client_address(request) == "198.51.100.1"
