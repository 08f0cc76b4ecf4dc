"""Where a request comes from, as far as it can be counted by that."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a place to count at, nothing listens on it
# Of an IPv6 address it is the network, which one visitor has to himself.
_OF_ONE_VISITOR = {4: 32, 6: 64}


def client_address(request: HttpRequest | None) -> str:
    """The address that a request comes from, as the trusted proxy says where there is one.

    Of a list, as in X-Forwarded-For, it is the last: that one the proxy has added, what stands
    before it anybody can send. Without a request, or an address in it, all count as one.
    """
    if request is None:
        return UNKNOWN
    addresses = request.META.get(settings.CLIENT_ADDRESS_HEADER) or request.META.get("REMOTE_ADDR")
    try:
        address = _unmapped(ip_address((addresses or "").rpartition(",")[2].strip()))
    except ValueError:
        return UNKNOWN
    network = ip_network((address, _OF_ONE_VISITOR[address.version]), strict=False)
    return str(network.network_address)


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that came as IPv6, without the network that all of those share."""
    return getattr(address, "ipv4_mapped", None) or address
