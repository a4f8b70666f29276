"""Full addresses of pages, for whoever reads them away from the site: feeds, sitemaps, heads of pages, letters.

They are made from SITE_URL alone, never from the Host header of a request: a page is the same for everybody who asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from dateline.stories.models import Story

X_DEFAULT = "x-default"  # hreflang of the page for readers of none of our languages
MANY_LANGUAGES = 2


@dataclass(frozen=True)
class Alternate:
    """The same page in another language. language is a code or `x-default`."""

    language: str
    address: str


def absolute(path: str) -> str:
    """`path` (from the root, or already an address) as readers type it."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def of_story(story: Story) -> str:
    return absolute(story.get_absolute_url())


def of_front_page(language: str) -> str:
    return absolute(reverse("website:front-page", args=[language]))


def alternates(paths: Mapping[str, str]) -> tuple[Alternate, ...]:
    """hreflang entries of one page, itself among them; none when it stands in one language only.

    paths  language code to path or address
    """
    if len(paths) < MANY_LANGUAGES:
        return ()
    ordered = [code for code in settings.LANGUAGE_CODES if code in paths]
    first = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in paths else ordered[0]
    named = [Alternate(code, absolute(paths[code])) for code in ordered]
    return (*named, Alternate(X_DEFAULT, absolute(paths[first])))


def alternates_of_versions(versions: Iterable[Story]) -> tuple[Alternate, ...]:
    """hreflang entries of a story out of its live language versions."""
    return alternates({version.language: version.get_absolute_url() for version in versions})
