"""Applies a change of prices that was checked, undoes it, or lets go of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import acting_as
from catalog.pricing.models import UNDO_KEPT_FOR, PriceChange, PriceChangeRow
from catalog.pricing.services.price_changes.writing import Carry, carry

Outcome, State = PriceChangeRow.Outcome, PriceChange.State

FORTH = Carry(
    source="before",
    target="after",
    asked=Outcome.WAITING,
    written=Outcome.CHANGED,
    refused=Outcome.REFUSED,
)
BACK = Carry(
    source="after",
    target="before",
    asked=Outcome.CHANGED,
    written=Outcome.UNDONE,
    refused=Outcome.CONFLICT,
)


class PriceChangeError(Exception):
    """A change of prices cannot be applied or undone any more; says why, for people."""


@transaction.atomic
def apply_price_change(*, change_id: int, user: User) -> PriceChange:
    """Write what was checked, all in one transaction; what somebody changed meanwhile is left.

    Raises PriceChangeError where it was saved or discarded before.
    """
    change = _locked(change_id, State.READY, _("It was saved or discarded before."))
    change.state, change.applied_at = State.APPLIED, timezone.now()
    with acting_as(user_id=user.pk, source=change.way.of(change.pk)):
        change.counts["written"] = carry(change, FORTH, user)
    change.counts["refused"] = change.rows.filter(outcome=Outcome.REFUSED).count()
    change.save()
    return change


@transaction.atomic
def undo_price_change(*, change_id: int, user: User) -> PriceChange:
    """Bring back the prices from before; those that somebody changed since stay.

    Raises PriceChangeError where it is not applied, or was so too long ago.
    """
    change = _locked(change_id, State.APPLIED, _("It was not saved, or undone before."))
    if change.is_final:
        raise PriceChangeError(
            _(
                "Changes can be undone for %(days)d days. "
                "The data needed to undo this one has been deleted."
            )
            % {"days": UNDO_KEPT_FOR.days}
        )
    change.state = State.UNDONE
    change.undone_at, change.undone_by = timezone.now(), user
    with acting_as(user_id=user.pk, source=change.way.of(change.pk)):
        change.counts["undone"] = carry(change, BACK, user)
    change.counts["conflicts"] = change.rows.filter(outcome=Outcome.CONFLICT).count()
    change.save()
    return change


@transaction.atomic
def discard_price_change(*, change_id: int) -> None:
    """Let go of what was checked and not saved. Raises PriceChangeError where it was saved."""
    change = _locked(change_id, State.READY, _("It was saved or discarded before."))
    change.state = State.DISCARDED
    change.save(update_fields=["state"])


def _locked(change_id: int, state: PriceChange.State, refusal: str) -> PriceChange:
    change = PriceChange.objects.select_for_update().get(pk=change_id)
    if change.state != state:
        raise PriceChangeError(refusal)
    return change
