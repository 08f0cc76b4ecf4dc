"""Deletes records as a person does on the pages of the admin, and reads what these say."""

import html

from django.urls import reverse


def delete(client, name: str, record, typed: str = "", **options):
    """Confirm the deletion, with the name of the record where that is asked for."""
    return client.post(reverse(name, args=[record.pk]), {"confirmation": typed}, **options)


def told(client, name: str, record) -> dict[tuple[str, str], tuple[int, str]]:
    """What a delete page says: kinds of records with how many, and what happens to them."""
    uses = client.get(reverse(name, args=[record.pk])).context["uses"]
    return {
        (one.model_name, one.field_name): (one.count, one.effect.value) for one in uses.references
    }


def text_of(response) -> str:
    """The page as a person reads it."""
    return html.unescape(response.content.decode())
