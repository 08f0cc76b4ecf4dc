"""What the worker does for the site."""

from home.services.inbox_mails import send_news, send_summaries
from home.services.publishing import publish_what_is_due as publish


def publish_what_is_due() -> None:
    """Publish and take off what editors have scheduled for now."""
    publish()


def send_inbox_news() -> None:
    """Tell those who want it at once of what waits for them newly."""
    send_news()


def send_inbox_summaries() -> None:
    """Tell those who want it daily of all that waits for them."""
    send_summaries()
