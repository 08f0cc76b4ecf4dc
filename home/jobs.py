"""What the worker does for the site."""

from home.services.publishing import publish_what_is_due as publish


def publish_what_is_due() -> None:
    """Publish and take off what editors have scheduled for now."""
    publish()
