"""Forgotten passwords: a link by mail, once, and nothing told about whose account there is."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import PasswordResetRequest
from accounts.services.password_reset import send_requested_mails
from accounts.tasks import send_password_resets
from solidus.tasks_backend import run_task
from tests.factories.accounts import UserFactory
from tests.limits import let_pass

pytestmark = pytest.mark.django_db

DOORS = ["accounts:password_reset", "wagtailadmin_password_reset"]
NEW = {"new_password1": "an-Entirely-new-1", "new_password2": "an-Entirely-new-1"}


def ask(client, mailbox="anna@parts.example", door=DOORS[0], address="192.0.2.7"):
    return client.post(reverse(door), {"email": mailbox}, REMOTE_ADDR=address)


def link() -> str:
    """The path in the last mail."""
    send_requested_mails()
    return re.search(r"http://\S+?(/accounts/\S+)", mail.outbox[-1].body).group(1)


def choose(client, path: str, **new):
    """Open the link and send the form behind it."""
    return client.post(client.get(path, follow=True).request["PATH_INFO"], {**NEW, **new})


@pytest.fixture
def anna():
    return UserFactory(username="anna", email="anna@parts.example")


@pytest.mark.parametrize("door", DOORS)
def test_a_mail_brings_a_new_password(client, anna, door):
    assert ask(client, "Anna@Parts.example", door).status_code == 302
    assert mail.outbox == [], "the answer waits for no mail"
    path = link()
    assert [message.to for message in mail.outbox] == [["anna@parts.example"]]
    assert "Your username is anna." in mail.outbox[0].body
    assert not PasswordResetRequest.objects.exists()
    assert choose(client, path).url == reverse("accounts:password_reset_done")
    anna.refresh_from_db()
    assert anna.has_password(NEW["new_password1"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", DOORS)
def test_known_and_unknown_mailboxes_get_the_same_answer_by_the_same_statements(anna, door):
    told = {}
    # The first of all also fills what the process remembers of the site.
    for mailbox in ("first@parts.example", "anna@parts.example", "nobody@parts.example"):
        with CaptureQueriesContext(connection) as queries:
            response = ask(Client(), mailbox, door)
            page = Client().get(response.url)
        statements = [
            re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", query["sql"])
            for query in queries.captured_queries
        ]
        # Each has cookies of its own, and tells the second in which it was asked for.
        of_the_answer = {"Set-Cookie", "Expires"}
        headers = {name: value for name, value in page.items() if name not in of_the_answer}
        content = re.sub(r"\b\w{64}\b", "a token against forged forms", page.content.decode())
        told[mailbox] = response.status_code, response.url, headers, content, statements
    _first, first, second = told.values()
    assert first == second
    assert any("passwordresetrequest" in statement for statement in first[-1])
    assert not any("accounts_user" in statement for statement in first[-1])
    send_requested_mails()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_it_and_its_message_names_nobody(client, anna):
    ask(client)
    message = OrmQ.objects.get().task
    assert "anna" not in repr(message)
    run_task(*message["args"])
    assert len(mail.outbox) == 1
    assert message["args"][0] == send_password_resets.module_path


@pytest.mark.parametrize("changes", [{"is_active": False}, {"password": "!"}])
def test_who_may_not_sign_in_by_password_gets_no_mail(client, anna, changes):
    type(anna).objects.filter(pk=anna.pk).update(**changes)
    ask(client)
    assert send_requested_mails() == 1
    assert mail.outbox == []


def test_the_link_works_once_and_ends_every_session(client, anna):
    elsewhere = Client()
    elsewhere.force_login(anna)
    account = reverse("home:account")
    assert elsewhere.get(account).status_code == 200
    ask(client)
    path = link()
    choose(client, path)
    assert elsewhere.get(account).status_code == 302
    again = Client().get(path)
    assert (again.status_code, again.context["validlink"]) == (200, False)
    assert "It has already been used" in again.content.decode()


def test_a_weak_password_is_refused_in_words_and_the_link_still_works(client, anna):
    ask(client)
    path = link()
    response = choose(client, path, new_password1="anna", new_password2="anna")
    assert "too short" in response.content.decode()
    assert choose(client, path).status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_one_mailbox_gets_three_an_hour_and_who_has_no_account_the_same(client, anna, door):
    for mailbox in ("anna@parts.example", "nobody@parts.example"):
        others = [ask(client, mailbox, door, f"192.0.2.{number}") for number in range(3)]
        assert [response.status_code for response in others] == [302] * 3
        refused = ask(client, mailbox.upper(), door, "192.0.2.9")
        assert refused.status_code == 429
        assert "Too many attempts. Wait 60 minutes, then try again." in refused.content.decode()
    assert PasswordResetRequest.objects.count() == 6
    let_pass(timedelta(hours=1))
    assert ask(client, door=door).status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_one_address_asks_for_twenty_an_hour(client, door):
    answers = [ask(client, f"user{number}@parts.example", door) for number in range(22)]
    assert [response.status_code for response in answers] == [302] * 20 + [429] * 2
    assert PasswordResetRequest.objects.count() == 20
    assert ask(client, door=door, address="192.0.2.8").status_code == 302


@pytest.mark.parametrize(
    "name", ["accounts:password_reset_confirm", "wagtailadmin_password_reset_confirm"]
)
def test_links_are_not_guessed_and_a_good_one_costs_nothing(client, anna, name):
    ask(client)
    good = reverse(name, args=link().strip("/").split("/")[-2:])
    for _ in range(25):
        assert client.get(good).status_code == 302
    guesses = [
        client.get(reverse(name, args=["MQ", f"abc-{number}"])).status_code for number in range(22)
    ]
    assert guesses == [200] * 20 + [429] * 2
    assert client.get(good).status_code == 429


def test_a_mail_that_cannot_be_sent_is_tried_again_with_the_next(client, anna, settings, caplog):
    ask(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    assert send_requested_mails() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_requested_mails() == 1
    assert len(mail.outbox) == 1
    assert "could not be sent" in caplog.text
    assert "anna" not in caplog.text


def test_a_request_that_is_old_is_not_answered_any_more(client, anna):
    ask(client)
    PasswordResetRequest.objects.update(requested_at=timezone.now() - timedelta(hours=2))
    assert send_requested_mails() == 0
    assert not PasswordResetRequest.objects.exists()


@pytest.mark.parametrize("mailbox", ["", "x", "x" * 300 + "@parts.example"])
def test_what_is_no_mailbox_is_told_at_the_field(client, mailbox):
    response = ask(client, mailbox)
    assert response.status_code == 200
    assert response.context["form"].errors["email"]


def test_signing_in_leads_to_it(client):
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert f'href="{reverse("accounts:password_reset")}"' in page
