"""What is left of former channels forbids that a new one takes their code."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalog.products.queries.former_channels import has_values_of_former_channel
from catalog.schema.models.channel import Channel


def check_former_channel(channel: Channel, cleaned: Mapping[str, Any]) -> dict[str, str]:
    """Refuse a code under which products still have values: a new channel starts empty."""
    code = cleaned.get("code", channel.code)
    if code == channel.code or not has_values_of_former_channel(code):
        return {}
    url = reverse("catalog_channel:former", args=[code])
    words = _("Products still have values for a former channel with this code.")
    link = format_html(' <a href="{}">{}</a>', url, _("Review and delete them"))
    return {"code": format_html("{}{}", words, link)}
