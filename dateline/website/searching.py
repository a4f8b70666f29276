"""The search page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from dateline.limits.limiting import allow, client
from dateline.readership.wording import shown_number
from dateline.search.finding import Results, find
from dateline.website.errors import too_many
from dateline.website.frame import everywhere, frame, show
from dateline.website.languages_in_paths import page
from dateline.website.structured_data import page_head

LONGEST_QUERY = 200
LONGEST_PAGE_NUMBER = 4
MOST_A_MINUTE = 40  # searches of one address; a reader types slower, a whole office behind one address does not


@dataclass(frozen=True)
class SearchPage:
    """The field, and what was found. results is None while nothing has been asked.

    total            as readers read it
    previous, following  addresses of the pages beside this one; empty where there is none
    """

    query: str
    results: Results | None
    total: str
    previous: str
    following: str


@page
def search(request: HttpRequest, language: str) -> HttpResponse:
    """What the archive has for `?q=`, in the language of the address, best first; `&page=2` goes on."""
    at = now()
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_PAGE_NUMBER else 1
    if query and not allow("search", client(request), limit=MOST_A_MINUTE, per_s=60, at=at):
        return too_many(request, wait_s=60)
    results = find(query, language=language, at=at, page=number) if query else None
    shown = SearchPage(
        query=query,
        results=results,
        total=shown_number(results.total, language) if results else "",
        previous=_address(language, query, results.page - 1) if results and results.page > 1 else "",
        following=_address(language, query, results.page + 1) if results and results.page < results.pages else "",
    )
    addresses = {code: f"{path}?{urlencode({'q': query})}" if query else path for code, path in everywhere("search").items()}
    around = frame(language, at=at, addresses=addresses)
    title = _("Search: %(query)s") % {"query": query} if query else _("Search")
    head = page_head(
        everywhere("search")[language],
        title,
        _("Search the archive of the agency."),
        language=language,
        agency=around.agency,
        indexed=False,
    )
    return show(request, "search.html", around, shown, head=head)


def _address(language: str, query: str, number: int) -> str:
    return f"{reverse('website:search', args=[language])}?{urlencode({'q': query, 'page': number})}"
