"""Tells people by mail of what waits for them, as each has chosen."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from wagtail.users.models import UserProfile

from accounts.models import User
from console.inbox.reading import (
    Entry,
    Narrowing,
    Place,
    count_waiting,
    read_page,
    shown_count,
    waiting_in_all,
)
from home.models import InboxMail

logger = logging.getLogger(__name__)

ROWS_IN_A_MAIL = 20
# What is being written while it is looked for is left for the next mail.
SETTLED_AFTER = timedelta(minutes=1)


def send_news() -> int:
    """Tell of what is new since the last mail; returns how many mails were sent."""
    return sum(_safely(_send_news, choice) for choice in _choices(InboxMail.When.AT_ONCE))


def send_summaries() -> int:
    """Tell of all that waits; returns how many mails were sent."""
    return sum(_safely(_send_summary, choice) for choice in _choices(InboxMail.When.DAILY))


def _choices(when: str) -> QuerySet[InboxMail]:
    people = InboxMail.objects.filter(when=when, user__is_active=True).exclude(user__email="")
    return people.select_related("user").order_by("pk")


def _safely(send, choice: InboxMail) -> bool:
    """Whether a mail was sent; one that cannot be sent holds up no other."""
    profile = UserProfile.get_for_user(choice.user)
    try:
        with translation.override(profile.get_preferred_language()):
            return send(choice, profile)
    except Exception as error:
        # Not the error's own words: a mail server's name the mailbox.
        logger.error("A mail about an inbox could not be sent: %s", type(error).__name__)
        return False


def _send_news(choice: InboxMail, profile: UserProfile) -> bool:
    until = timezone.now() - SETTLED_AFTER
    page = read_page(choice.user, Narrowing(), Place(choice.told_until, "", ""), ROWS_IN_A_MAIL)
    news = [entry for entry in page.entries if entry.since < until]
    _note(choice, news[-1].since if page.next_after and news else until)
    news = [entry for entry in news if not _is_told_by_wagtail(entry, profile)]
    if not news:
        return False
    subject = ngettext(
        "%(count)d new thing waits for you", "%(count)d new things wait for you", len(news)
    ) % {"count": len(news)}
    _send(choice.user, subject, news, [])
    return True


def _note(choice: InboxMail, until: datetime) -> None:
    """Before it is sent: rather one mail is lost than the same one comes every few minutes."""
    just_behind = until + timedelta(microseconds=1)
    InboxMail.objects.filter(pk=choice.pk).update(told_until=max(choice.told_until, just_behind))


def _is_told_by_wagtail(entry: Entry, profile: UserProfile) -> bool:
    name = entry.source.wagtail_notification
    return bool(name) and getattr(profile, name)


def _send_summary(choice: InboxMail, profile: UserProfile) -> bool:
    counts = [count for count in count_waiting(choice.user) if count.waiting]
    if not counts:
        return False
    number = waiting_in_all(counts)
    subject = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", number) % {
        "count": shown_count(number)
    }
    page = read_page(choice.user, Narrowing(), size=ROWS_IN_A_MAIL)
    kinds = [
        (one.source.label, shown_count(one.waiting or 0), shown_count(one.overdue), one.overdue)
        for one in counts
    ]
    _send(choice.user, subject, page.entries, kinds)
    return True


def _send(user: User, subject: str, entries: Sequence[Entry], kinds: Sequence[tuple]) -> None:
    site = settings.BASE_URL.rstrip("/")
    context = {
        "user": user,
        "site": site,
        "entries": entries,
        "kinds": kinds,
        "inbox": f"{site}{reverse('console_inbox:list')}",
        "account": f"{site}{reverse('wagtailadmin_account')}",
    }
    body = render_to_string("home/inbox_mail.txt", context)
    EmailMessage(subject, body, to=[user.email]).send()
