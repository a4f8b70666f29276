"""The pages that list stories: of a section, an author, a subject, a dossier."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories.models import Dossier, Section, Story, StoryQuerySet
from dateline.website.frame import everywhere, frame, show
from dateline.website.languages_in_paths import page
from dateline.website.listing import Listing, listing
from dateline.website.structured_data import page_head


@dataclass(frozen=True)
class ListPage:
    """A list and what it is a list of.

    kind         section, author, subject or dossier; also the class of its heading
    label        what stands over the title; empty for sections, whose name says it
    description  a line or two about it; may be empty
    """

    kind: str
    label: str
    title: str
    description: str
    listing: Listing


@page
def section(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The newest stories of a section."""
    found = get_object_or_404(Section, slug=slug)
    return _show(
        request, language, "section", slug, "", found.name(language), "", Story.objects.filter(section=found), (slug, found.name(language))
    )


@page
def author(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Who someone is, and what they signed."""
    found = get_object_or_404(Author, slug=slug)
    about = "\n\n".join(text for text in (found.role(language), found.biography(language)) if text)
    return _show(request, language, "author", slug, _("Author"), found.name(language), about, Story.objects.filter(authors=found))


@page
def subject(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The newest stories about a subject."""
    found = get_object_or_404(Subject, slug=slug)
    name = found.name(language)
    return _show(request, language, "subject", slug, _("Subject"), name[:1].upper() + name[1:], "", Story.objects.filter(subjects=found))


@page
def dossier(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """A matter that runs on, from its newest story back."""
    found = get_object_or_404(Dossier, slug=slug)
    return _show(request, language, "dossier", slug, _("Dossier"), found.name(language), "", Story.objects.filter(dossier=found))


def _show(
    request: HttpRequest,
    language: str,
    kind: str,
    slug: str,
    label: str,
    title: str,
    description: str,
    stories: StoryQuerySet,
    section: tuple[str, str] | None = None,
) -> HttpResponse:
    at = now()
    addresses: Mapping[str, str] = everywhere(kind, slug)
    around = frame(language, at=at, addresses=addresses)
    shown = ListPage(kind, label, title, description, listing(request, stories.in_language(language), at=at))
    head = page_head(
        addresses[language],
        title,
        description or _("All stories: %(name)s.") % {"name": title},
        language=language,
        agency=around.agency,
        languages=addresses,
        section=section,
        indexed=shown.listing.is_first,
    )
    return show(request, "list.html", around, shown, head=head)
