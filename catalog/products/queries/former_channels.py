"""What is left of former channels, and what hangs on the languages of a channel."""

from datetime import datetime

from django.db.models import Min

from catalog.products.code_uses import holding_channel
from catalog.products.models.product import Product
from catalog.schema.models.channel import Channel


def has_values_of_former_channel(code: str) -> bool:
    """Whether products have values of a channel called `code`, which a new one would show."""
    return Product.objects.filter(holding_channel(code)("")).exists()


def channels_since(moment: datetime) -> list[str]:
    """The codes of the channels of now that were there at `moment` already.

    One that was made anew with the code of another has nothing to do with what that one had. One
    that was deleted and brought back is the same.
    """
    younger = (
        Channel.history.values("id").annotate(born=Min("history_date")).filter(born__gt=moment)
    )
    found = Channel.objects.exclude(pk__in=younger.values("id"))
    return list(found.values_list("code", flat=True))
