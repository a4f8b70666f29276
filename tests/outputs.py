"""Every address that the program answers to the public, found by walking the URL conf, so that a new one is covered by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Output:
    """One address pattern: its route as in the URL conf, and the names of its variables."""

    route: str
    name: str
    variables: tuple[str, ...]

    def addresses(self, values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """The pattern filled in with every value of every variable. Raises KeyError for a variable nobody has thought of."""
        filled = [self.route]
        for variable in self.variables:
            filled = [_fill(route, variable, value) for route in filled for value in values[variable]]
        return iter(filled)


def public_outputs() -> list[Output]:
    """All of them but the newsroom's, which asks everybody to sign in."""
    return [output for output in _walk(get_resolver().url_patterns, "/") if not output.route.startswith(f"/{settings.NEWSROOM_PATH}")]


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str) -> Iterator[Output]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield Output(route, pattern.name or "", tuple(_names(route)))


def _names(route: str) -> Iterator[str]:
    for piece in route.split("<")[1:]:
        yield piece.split(">")[0].rsplit(":", 1)[-1]


def _fill(route: str, variable: str, value: Any) -> str:
    start = next(i for i in range(len(route)) if route[i] == "<" and route[i:].split(">")[0].rsplit(":", 1)[-1].strip("<") == variable)
    return f"{route[:start]}{value}{route[route.index('>', start) + 1 :]}"


def everything_said_at(address: str, client: Client) -> str:
    """Body and headers of a GET, whatever its status."""
    response = client.get(address)
    body = b"".join(response)
    return "\n".join([body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in response.headers.items())])
