"""Mails about the inbox: what is new, all that waits, or nothing, as each person has chosen."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from home.models import InboxMail
from home.services.inbox_mails import send_news, send_summaries
from jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


def failed_job(user, title: str, *, minutes: int = 5) -> Job:
    """A job of the person that failed some minutes ago."""
    at = timezone.now() - timedelta(minutes=minutes)
    return JobFactory(title=title, started_by=user, state=Job.State.FAILED, finished_at=at)


def chose(when: str, *, minutes: int = 60):
    """Somebody who made this choice some minutes ago."""
    user = UserFactory(is_superuser=True)
    at = timezone.now() - timedelta(minutes=minutes)
    InboxMail.objects.create(user=user, when=when, told_until=at)
    return user


def test_what_is_new_is_told_once():
    user = chose("at_once")
    failed_job(user, "Long before", minutes=90)
    job = failed_job(user, "Feed of Acme")
    assert send_news() == 1
    [message] = mail.outbox
    assert message.to == [user.email]
    assert "Feed of Acme" in message.body
    assert "Long before" not in message.body
    assert reverse("jobs:detail", args=[job.pk]) in message.body
    assert send_news() == 0


def test_more_news_than_fit_come_with_the_next_mail(monkeypatch):
    monkeypatch.setattr("home.services.inbox_mails.ROWS_IN_A_MAIL", 2)
    user = chose("at_once")
    for number in range(3):
        failed_job(user, f"Job no. {number}", minutes=30 - number)
    assert send_news() == 1
    assert send_news() == 1
    assert [f"Job no. {number}" in mail.outbox[1].body for number in range(3)] == [
        False,
        False,
        True,
    ]


def test_what_wagtail_tells_of_is_not_told_twice(monkeypatch):
    from jobs.inbox import FailedJobs

    monkeypatch.setattr(FailedJobs, "wagtail_notification", "submitted_notifications")
    user = chose("at_once")
    failed_job(user, "Feed of Acme")
    assert send_news() == 0
    UserProfile.objects.filter(user=user).update(submitted_notifications=False)
    failed_job(user, "Feed of Bolt", minutes=2)
    InboxMail.objects.update(told_until=timezone.now() - timedelta(hours=1))
    assert send_news() == 1


def test_a_summary_counts_by_kind_and_none_is_sent_where_nothing_waits():
    user, idle = chose("daily"), chose("daily")
    failed_job(user, "Feed of Acme", minutes=9000)
    assert send_summaries() == 1
    [message] = mail.outbox
    assert message.to == [user.email] != [idle.email]
    assert "Failed job: 1" in message.body


def test_nobody_else_is_told():
    for user in (chose("never"), UserFactory(is_superuser=True)):
        failed_job(user, "Feed of Acme")
    gone = chose("at_once")
    failed_job(gone, "Feed of Acme")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    assert send_news() == send_summaries() == 0


def test_one_mail_that_cannot_be_sent_holds_up_no_other(monkeypatch):
    first, second = chose("daily"), chose("daily")
    for user in (first, second):
        failed_job(user, "Feed of Acme")
    from home.services import inbox_mails

    send = inbox_mails._send

    def refuse(user, *rest):
        if user == first:
            raise OSError
        send(user, *rest)

    monkeypatch.setattr(inbox_mails, "_send", refuse)
    assert send_summaries() == 1
    assert mail.outbox[0].to == [second.email]


def test_the_choice_is_made_among_ones_own_settings(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    page = client.get(reverse("wagtailadmin_account"))
    assert "mail about my inbox" in page.text.lower()
