"""The pages about the agency itself: who it is, its terms, its television. All from the agency's settings."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from dateline.lib.translated import in_language
from dateline.website.frame import agency, everywhere, frame, show
from dateline.website.languages_in_paths import page
from dateline.website.structured_data import page_head


@dataclass(frozen=True)
class AboutPage:
    """Texts may be empty: then the page says whose turn it is."""

    about: str
    imprint: str


@dataclass(frozen=True)
class TermsPage:
    terms: str
    rights: str


@dataclass(frozen=True)
class TvPage:
    """live_address is empty when the channel is off air."""

    channel: str
    live_address: str


@page
def about(request: HttpRequest, language: str) -> HttpResponse:
    """Who publishes here, how to reach them, and how views are counted."""
    texts = AboutPage(in_language(agency().abouts, language), in_language(agency().imprints, language))
    return _show(request, "about", agency().full_name(language), texts.about, language, texts)


@page
def terms(request: HttpRequest, language: str) -> HttpResponse:
    """What may be done with the stories."""
    texts = TermsPage(in_language(agency().usage_terms, language), agency().rights_notice(language, localtime(now())))
    return _show(request, "terms", _("Terms of use"), texts.terms, language, texts)


@page
def tv(request: HttpRequest, language: str) -> HttpResponse:
    """The television channel: where it can be watched, or plainly that it is off air."""
    channel = in_language(agency().channel_names, language) or _("Internet television")
    return _show(request, "tv", channel, _("Internet television of the agency."), language, TvPage(channel, agency().live_address))


def _show(request: HttpRequest, name: str, title: str, description: str, language: str, texts: object) -> HttpResponse:
    addresses = everywhere(name)
    around = frame(language, at=now(), addresses=addresses)
    head = page_head(addresses[language], title, description, language=language, agency=around.agency, languages=addresses)
    return show(request, f"{name}.html", around, texts, head=head)
