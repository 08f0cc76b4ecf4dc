from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import SignInAttempt

WINDOW = timedelta(minutes=15)
# A person who mistypes; a password tried on many accounts; an account tried from many addresses.
MOST_FROM_ADDRESS_FOR_ACCOUNT = 5
MOST_FROM_ADDRESS = 50
MOST_FOR_ACCOUNT = 50
# One at a time from an address, or many at once would all pass before the first is counted.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext(%s))"


@transaction.atomic
def begin_attempt(*, account: str, address: str) -> bool:
    """Whether somebody at `address` may try to sign in as `account`; counts the attempt if so.

    What is refused is not counted: waiting always helps, and a flood writes no rows.
    """
    account = _folded(account)
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"sign-in {address}"])
    of_account, from_address = Q(account=account), Q(address=address)
    counts = SignInAttempt.objects.filter(
        of_account | from_address, at__gt=timezone.now() - WINDOW
    ).aggregate(
        both=Count("pk", filter=of_account & from_address),
        account=Count("pk", filter=of_account),
        address=Count("pk", filter=from_address),
    )
    if (
        counts["both"] >= MOST_FROM_ADDRESS_FOR_ACCOUNT
        or counts["account"] >= MOST_FOR_ACCOUNT
        or counts["address"] >= MOST_FROM_ADDRESS
    ):
        return False
    SignInAttempt.objects.create(account=account, address=address)
    # What counts no more goes here, so that the table is never larger than the window.
    SignInAttempt.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    return True


def forget_attempts(*, account: str, address: str) -> None:
    """Begin to count anew, as whoever signs in has the right password."""
    SignInAttempt.objects.filter(account=_folded(account), address=address).delete()


def client_address(request: HttpRequest) -> str:
    """The address that a request comes from, as the trusted proxy says where there is one.

    Of an IPv6 address it is the network, which one visitor has to himself.
    """
    told = request.META.get(settings.CLIENT_ADDRESS_HEADER) or request.META.get("REMOTE_ADDR")
    try:
        address = ip_address((told or "").strip())
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - a place to count at, nothing listens on it
    network = ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return str(network.network_address)


def _folded(account: str) -> str:
    return account.replace("\0", "").strip().casefold()[:150]
