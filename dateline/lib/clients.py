"""Who sent a request, as far as the network tells: an address for keyed hashes, never to be stored itself."""

import re
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

_HOUSEHOLD_BITS = 64  # an IPv6 household has that many bits to itself and changes them at will
_WITH_PORT = re.compile(r"^(?:\[([^\]]*)\](?::\d+)?|([^:]+):\d+)$")  # some proxies name it; it is another one every time


def client_address(request: HttpRequest) -> str:
    """Who sent the request; behind a proxy of our own (BEHIND_PROXY), whom the proxy saw: the last of X-Forwarded-For."""
    own: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return own
    hop = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    return _WITH_PORT.sub(r"\1\2", hop) or own


def household(address: str) -> str:
    """The address as it stands; of IPv6 the /64 network. What is not an address stands for itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> _HOUSEHOLD_BITS << _HOUSEHOLD_BITS))
