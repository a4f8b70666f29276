"""Fetching from the outside: public addresses only, with limits on time, size and redirects.

The address is checked where the connection is made, after the name was resolved, so that no name, redirect or second
answer of a name server leads into the private network.
"""

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from dateline.lib.errors import DatelineError

REDIRECTS = 5
CHUNK = 64 * 1024


class CannotFetch(DatelineError):
    code = "cannot_fetch"


class _PrivateAddress(OSError):
    """The name leads into the private network."""


@dataclass(frozen=True)
class Fetched:
    """What came back, with the validators to ask with next time; `body` is empty when `not_modified`."""

    address: str
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    not_modified: bool = False


def fetch(
    address: str, *, limit_bytes: int = 5_000_000, timeout_s: float = 20, etag: str = "", last_modified: str = "", accept: str = "*/*"
) -> Fetched:
    """GET `address` (http or https).

    Raises  CannotFetch with a sentence for people
    """
    until = time.monotonic() + timeout_s
    headers = {"User-Agent": "Dateline", "Accept": accept}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    try:
        for _redirect in range(REDIRECTS + 1):
            response = _get(address, headers, until)
            if response.status not in (301, 302, 303, 307, 308) or not response.headers.get("Location"):
                return _taken(address, response, limit_bytes, until)
            response.release_conn()
            address = urljoin(address, response.headers["Location"])
    except _PrivateAddress as error:
        raise CannotFetch(_("This address is not on the public internet, so it is not fetched.")) from error
    except (HTTPError, OSError, ValueError) as error:
        if isinstance(_cause(error), _PrivateAddress):
            raise CannotFetch(_("This address is not on the public internet, so it is not fetched.")) from error
        raise CannotFetch(_("It does not answer: %s") % type(_cause(error)).__name__, _("Is the address right? We try again.")) from error
    raise CannotFetch(_("It redirects more than %d times.") % REDIRECTS)


def _get(address: str, headers: dict[str, str], until: float) -> urllib3.BaseHTTPResponse:
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise CannotFetch(_("Only http and https addresses are fetched."))
    left = max(0.1, until - time.monotonic())
    return _manager().request(
        "GET", address, headers=headers, redirect=False, retries=False, preload_content=False, timeout=urllib3.Timeout(total=left)
    )


def _taken(address: str, response: urllib3.BaseHTTPResponse, limit_bytes: int, until: float) -> Fetched:
    kind, etag, changed = (response.headers.get(name, "") for name in ("Content-Type", "ETag", "Last-Modified"))
    if response.status == 304:
        return Fetched(address, b"", kind, etag, changed, not_modified=True)
    if response.status != 200:
        raise CannotFetch(_("It answers with the status %d.") % response.status)
    body = bytearray()
    for chunk in response.stream(CHUNK, decode_content=True):
        body += chunk
        if len(body) > limit_bytes:
            raise CannotFetch(_("It is larger than %d MB.") % (limit_bytes // 1_000_000))
        if time.monotonic() > until:
            raise CannotFetch(_("It took too long."))
    return Fetched(address, bytes(body), kind, etag, changed)


def _cause(error: BaseException) -> BaseException:
    """What lies under urllib3's wrapping of an error: it hands the first one on among the arguments."""
    inner = next((one for one in error.args if isinstance(one, BaseException)), getattr(error, "reason", None) or error.__cause__)
    return _cause(inner) if isinstance(inner, BaseException) else error


# --- connections that look where they go --------------------------------------------------------------------------------


def _connect(host: str, port: int, timeout: object) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or any(not is_public(str(address[0])) for *_rest, address in found):
        raise _PrivateAddress(host)
    family, kind, protocol, _name, address = found[0]
    made = socket.socket(family, kind, protocol)
    made.settimeout(timeout if isinstance(timeout, int | float) else None)
    try:
        made.connect(address)
    except BaseException:
        made.close()
        raise
    return made


def is_public(ip: str) -> bool:
    """Whether an IP address is on the public internet; one that hides another (IPv4 in IPv6) is judged by both."""
    address = ipaddress.ip_address(ip.split("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (inner is None or inner.is_global)


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self._dns_host, self.port or 80, self.timeout)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self._dns_host, self.port or 443, self.timeout)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


def _manager() -> urllib3.PoolManager:
    manager = urllib3.PoolManager(num_pools=2)
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return manager
