"""What the inbox knows of duplicates: that there are some to judge, in one row."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from catalog.duplicates.models import DuplicateCandidate
from console.inbox.reading import COUNTED_UP_TO, shown_count
from console.inbox.registry import InboxRow, InboxSource


class OpenDuplicates(InboxSource):
    """Pairs of products that may be one: the likeliest stands for all, whose list it leads to."""

    code = "duplicates"
    label = gettext_lazy("Possible duplicates")
    icon = "copy"
    order = 50
    since = "found_at"

    def waiting(self, user: User) -> QuerySet[DuplicateCandidate]:
        """The likeliest pair, for those who may judge it."""
        pairs = DuplicateCandidate.objects.filter(state=DuplicateCandidate.State.OPEN)
        if not user.has_perm("catalog.change_duplicatecandidate"):
            return pairs.none()
        return DuplicateCandidate.objects.filter(
            pk__in=pairs.order_by("-likeness", "id").values("pk")[:1]
        )

    def rows(self, records: Sequence[DuplicateCandidate], user: User) -> dict[int, InboxRow]:
        """How many pairs there are."""
        pairs = DuplicateCandidate.objects.filter(state=DuplicateCandidate.State.OPEN)
        number = pairs.order_by().values("pk")[: COUNTED_UP_TO + 1].count()
        title = ngettext(
            "%(count)s pair of products may be the same",
            "%(count)s pairs of products may be the same",
            number,
        ) % {"count": shown_count(number)}
        return {
            pair.pk: InboxRow(title=title, url=reverse("catalog_duplicates:list"))
            for pair in records
        }
