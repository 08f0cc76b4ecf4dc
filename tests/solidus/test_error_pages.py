"""Pages of errors say what to do next, in the style of the site."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["accounts:sign_in", "accounts:password_reset"])
def test_a_form_without_its_token_is_told_how_to_be_sent(address):
    answer = Client(enforce_csrf_checks=True).post(reverse(address), {"email": "a@b.example"})
    assert answer.status_code == 403
    assert "reload the page and send the form again" in answer.content.decode()
    assert "403_csrf.html" in [template.name for template in answer.templates]
