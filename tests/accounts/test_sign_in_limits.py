"""Only so many attempts to sign in, per account and address, whoever asks for the password."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import RequestFactory

from accounts import limits
from accounts.limits import TooManyAttemptsError
from console.client_address import client_address
from console.limits.uses import Limit
from tests.factories.accounts import UserFactory
from tests.limits import let_pass

pytestmark = pytest.mark.django_db


def attempt(username="buyer", password="wrong", address="192.0.2.7") -> str:
    """How an attempt to sign in ends."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    try:
        user = authenticate(request, username=username, password=password)
    except TooManyAttemptsError:
        return "refused"
    return "wrong" if user is None else "right"


def test_the_sixth_attempt_is_refused_even_with_the_right_password():
    UserFactory(username="buyer")
    assert [attempt() for _ in range(5)] == ["wrong"] * 5
    assert attempt(password="secret") == "refused"
    assert attempt(username=" BUYER ", password="secret") == "refused", "it is the same account"
    assert attempt(password="secret", address="192.0.2.8") == "right", "who is elsewhere gets in"


def test_what_is_refused_costs_no_hash(monkeypatch):
    UserFactory(username="buyer")
    for _ in range(5):
        attempt()
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: hashed.append(given) or "")
    assert attempt(password="secret") == "refused"
    assert hashed == []
    assert attempt(address="192.0.2.8") == "wrong"
    assert len(hashed) == 1


@pytest.mark.parametrize("username", ["buyer", "nobody", "left"])
def test_known_unknown_and_disabled_accounts_are_refused_alike(username):
    UserFactory(username="buyer")
    UserFactory(username="left", is_active=False)
    assert [attempt(username) for _ in range(7)] == ["wrong"] * 5 + ["refused"] * 2


def test_waiting_helps():
    UserFactory(username="buyer")
    for _ in range(5):
        attempt()
    let_pass(timedelta(minutes=15))
    assert attempt(password="secret") == "right"


def test_who_signs_in_begins_anew_and_uses_nothing_up(monkeypatch):
    monkeypatch.setattr(limits, "SIGN_IN_FROM_ADDRESS", Limit("address", most=6, seconds=900))
    monkeypatch.setattr(limits, "SIGN_IN_OF_ACCOUNT", Limit("account", most=6, seconds=900))
    UserFactory(username="buyer")
    for _ in range(4):
        attempt()
    assert [attempt(password="secret") for _ in range(10)] == ["right"] * 10
    assert [attempt() for _ in range(3)] == ["wrong", "wrong", "refused"], "the wrong ones count"


def test_one_address_may_not_try_many_accounts(monkeypatch):
    monkeypatch.setattr(limits, "SIGN_IN_FROM_ADDRESS", Limit("address", most=3, seconds=900))
    tries = [attempt(f"user{number}") for number in range(4)]
    assert tries == ["wrong"] * 3 + ["refused"]
    assert attempt("user9", address="192.0.2.8") == "wrong"


def test_many_addresses_may_not_try_one_account(monkeypatch):
    monkeypatch.setattr(limits, "SIGN_IN_OF_ACCOUNT", Limit("account", most=3, seconds=900))
    tries = [attempt(address=f"192.0.2.{number}") for number in range(4)]
    assert tries == ["wrong"] * 3 + ["refused"]
    assert attempt("other", address="192.0.2.1") == "wrong"


@pytest.mark.parametrize("username", ["a\0b", "\ud800", "x" * 250, "’; DROP TABLE", ""])
def test_hostile_names_are_wrong_names(username):
    assert attempt(username) == "wrong"


def test_without_a_request_or_a_password_nobody_gets_in_uncounted():
    UserFactory(username="buyer")
    assert authenticate(username="buyer", password="secret")
    assert authenticate(username="buyer") is None
    for _ in range(5):
        authenticate(username="buyer", password="wrong")
    with pytest.raises(TooManyAttemptsError):
        authenticate(username="buyer", password="secret")


@pytest.mark.django_db(transaction=True)
def test_asynchronous_callers_are_counted_too():
    from asgiref.sync import async_to_sync
    from django.contrib.auth import aauthenticate

    user = UserFactory(username="buyer")
    request = RequestFactory().post("/")
    signing_in = async_to_sync(aauthenticate)
    assert signing_in(request, username="buyer", password="secret") == user
    for _ in range(5):
        assert signing_in(request, username="buyer", password="wrong") is None
    with pytest.raises(TooManyAttemptsError):
        signing_in(request, username="buyer", password="secret")
    checking = async_to_sync(user.acheck_password)
    assert [checking("wrong") for _ in range(10)] == [False] * 10
    with pytest.raises(TooManyAttemptsError):
        checking("secret")


def test_the_old_password_is_checked_only_so_often():
    user = UserFactory()
    assert all(user.check_password("secret") for _ in range(20))
    assert not any(user.check_password("wrong") for _ in range(10))
    with pytest.raises(TooManyAttemptsError, match="Wait 15 minutes"):
        user.check_password("secret")
    assert UserFactory().check_password("secret")


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "0.0.0.0"),
        ("<script>", "0.0.0.0"),
    ],
)
def test_the_address_is_the_connections_or_the_network_of_one_visitor(told, address):
    request = RequestFactory().get("/", REMOTE_ADDR=told, HTTP_X_REAL_IP="198.51.100.1")
    assert client_address(request) == address


@pytest.mark.parametrize("told", ["198.51.100.1", "203.0.113.9, 198.51.100.1", "x, 198.51.100.1 "])
def test_a_trusted_proxy_tells_the_address_last(settings, told):
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=told)
    assert client_address(request) == "198.51.100.1"
