"""Channels that know a role of assets: those that require one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.channel import Channel
from catalog.schema.models.kinds import AssetRole


def channels_with(code: Code) -> Iterator[CodeUse]:
    """The channels that require the role."""
    if role := code.record_as(AssetRole, "code"):
        requiring = Channel.objects.filter(required_asset_roles__contains=[role.code])
        yield CodeUse((_("channel"), _("channels")), requiring)
