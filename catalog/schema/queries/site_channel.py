"""The channel that is this website: its values are what the public catalog shows."""

from catalog.schema.models.channel import Channel


def site_channel() -> Channel | None:
    """The channel that is this website, where one is."""
    return Channel.objects.filter(is_site_channel=True).first()


def site_channel_code() -> str:
    """Its code; empty where no channel is this website, so that the common values hold alone."""
    codes = Channel.objects.filter(is_site_channel=True).order_by()
    return codes.values_list("code", flat=True).first() or ""
