"""Fetching goes to the public internet only, and takes no more than it may."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import pytest

from dateline.lib.fetch import CannotFetch, fetch, is_public


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/to-inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
        else:
            self.send_response(404 if self.path == "/nothing" else 200)
            self.send_header("ETag", '"1"')
            self.end_headers()
            self.wfile.write(b"x" * 1000)

    def log_message(self, *_args: object) -> None: ...


@contextmanager
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        made.server_close()


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "fe80::1%eth0", "fc00::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_known(ip: str) -> None:
    assert not is_public(ip)


def test_public_addresses_are_known() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://localhost/", "https://[::1]/", "http://0x7f.1/", "http://2130706433/"])
def test_the_private_network_is_not_asked(address: str) -> None:
    with pytest.raises(CannotFetch, match="public internet"):
        fetch(address)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://", "no address"])
def test_other_schemes_are_refused(address: str) -> None:
    with pytest.raises(CannotFetch):
        fetch(address)


def test_what_is_public_is_taken_with_its_limits() -> None:
    with server() as address, patch("dateline.lib.fetch.is_public", lambda ip: ip == "127.0.0.1"):
        got = fetch(f"{address}/calendar.ics")
        assert (got.body, got.etag) == (b"x" * 1000, '"1"')
        assert fetch(f"{address}/calendar.ics", etag=got.etag).not_modified
        for path, words in (("/nothing", "404"), ("/to-inside", "public internet"), ("/round", "redirects")):
            with pytest.raises(CannotFetch, match=words):
                fetch(address + path)
        with pytest.raises(CannotFetch, match="larger"):
            fetch(f"{address}/calendar.ics", limit_bytes=999)
