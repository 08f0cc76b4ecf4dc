"""How many attempts people have at everything that asks for a password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from console.limits.counting import take
from console.limits.uses import Limit, Use

_QUARTER, _HOUR = 15 * 60, 60 * 60

# A person who mistypes; a password tried on many accounts; an account tried from many addresses,
# which is high as otherwise anybody could lock anybody out.
SIGN_IN = Limit("sign-in of an account from an address", most=5, seconds=_QUARTER)
SIGN_IN_FROM_ADDRESS = Limit("sign-in from an address", most=50, seconds=_QUARTER)
SIGN_IN_OF_ACCOUNT = Limit("sign-in of an account", most=50, seconds=_QUARTER)
# Asked of who is signed in. Wagtail's page of one's account checks a wrong one twice: once to
# refuse it, once to show it.
OLD_PASSWORD = Limit("old password of an account", most=10, seconds=_QUARTER)
# The password of a page or collection, which many know.
SHARED_PASSWORD = Limit("shared password from an address", most=10, seconds=_QUARTER)
RESET_FROM_ADDRESS = Limit("password reset from an address", most=20, seconds=_HOUR)
RESET_OF_MAILBOX = Limit("password reset of a mailbox", most=3, seconds=_HOUR)
RESET_LINK = Limit("password reset link from an address", most=20, seconds=_HOUR)


class TooManyAttemptsError(ValidationError):
    """Nobody looked whether the password is right. Forms show it like any other fault."""

    def __init__(self, message: Any) -> None:
        super().__init__(message, code="too_many_attempts")


def use_or_refuse(*attempt: Use) -> None:
    """Count an attempt; raises TooManyAttemptsError where there were too many."""
    if not take(*attempt):
        raise TooManyAttemptsError(
            _("Too many attempts. Wait %(minutes)s minutes, then try again.")
            % {"minutes": attempt[0].limit.seconds // 60}
        )


def sign_in_attempt(*, account: str, address: str) -> tuple[Use, ...]:
    """What an attempt to sign in uses; another spelling is the same account."""
    folded = account.strip().casefold()[:150]
    return (
        SIGN_IN.of(f"{folded}\n{address}"),
        SIGN_IN_FROM_ADDRESS.of(address),
        SIGN_IN_OF_ACCOUNT.of(folded),
    )
