"""Signing in and out."""

import pytest
from django.urls import reverse

from tests.factories.accounts import CustomerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_contact_signs_in_and_out(client):
    user = UserFactory(username="buyer", customer=CustomerFactory())
    response = client.post(reverse("accounts:sign_in"), {"username": "buyer", "password": "secret"})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post(reverse("accounts:sign_out"))
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_does_not_sign_in(client):
    UserFactory(username="buyer")
    response = client.post(reverse("accounts:sign_in"), {"username": "buyer", "password": "wrong"})
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert "_auth_user_id" not in client.session


def test_signing_in_never_leads_to_another_site(client):
    UserFactory(username="buyer")
    url = reverse("accounts:sign_in") + "?next=https://evil.example/"
    response = client.post(url, {"username": "buyer", "password": "secret"})
    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("status", "active"), [("approved", True), ("applied", False), ("suspended", False)]
)
def test_only_an_approved_customer_counts(status, active):
    user = UserFactory(customer=CustomerFactory(status=status))
    assert (user.active_customer == user.customer) is active


class TestSigningOutOfTheAdmin:
    @pytest.fixture
    def editor(self, client):
        client.force_login(UserFactory(is_superuser=True))

    def test_a_link_to_it_signs_nobody_out(self, client, editor):
        answer = client.get(reverse("wagtailadmin_logout"))
        assert answer.status_code == 405
        assert not answer.cookies
        assert client.get(reverse("wagtailadmin_home")).status_code == 200

    def test_its_button_does(self, client, editor):
        client.post(reverse("wagtailadmin_logout"))
        assert client.get(reverse("wagtailadmin_home")).status_code == 302
