"""Tell a friend: a letter that the server sends, and links for who would rather send it from their own device.

Nothing is stored but keyed hashes with an expiry (`limits`). The letter holds no text of the sender's own.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.mail import EmailMessage
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dateline.agency.models import Agency
from dateline.limits.limiting import allow, client
from dateline.stories.models import Story
from dateline.website.addresses import of_story
from dateline.website.frame import frame, show
from dateline.website.languages_in_paths import in_language_of_address
from dateline.website.legible import legible
from dateline.website.structured_data import page_head
from dateline.website.tell_a_friend_form import Opened, TellAFriendForm, opened, token

HOUR_S, DAY_S = 3600, 86400
PER_CLIENT, PER_SENDER, PER_FRIEND, OVERALL = (10, HOUR_S), (10, DAY_S), (3, DAY_S), (500, HOUR_S)
SUBJECT_MAX = 180

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ShareLinks:
    """Ways to pass a story on. form is the page of the mail form; the others open the reader's own programs."""

    form: str
    mail: str
    telegram: str
    whatsapp: str
    address: str


@dataclass(frozen=True)
class Letter:
    """What goes out; shown to the sender as it was sent."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class TellPage:
    """The form, or after sending the letter; error is what stopped it, a translated sentence."""

    story: Story
    form: TellAFriendForm
    links: ShareLinks
    error: str = ""
    letter: Letter | None = None

    @property
    def fields(self) -> list[BoundField]:
        """What people fill in."""
        return [self.form[name] for name in ("sender_name", "sender_mail", "friend_mail")]

    @property
    def only_filed(self) -> bool:
        """Whether letters go to a folder because no mail server is set (MAIL_HOST)."""
        return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def share_links(story: Story, absolute_url: str) -> ShareLinks:
    """Plain links, no script and no third party until one is chosen."""
    headline = legible(story.headline)
    mail = urlencode({"subject": headline, "body": f"{headline}\n\n{absolute_url}"}, quote_via=quote)
    return ShareLinks(
        form=reverse("website:tell-a-friend", args=[story.language, story.pk]),
        mail=f"mailto:?{mail}",
        telegram=f"https://t.me/share/url?{urlencode({'url': absolute_url, 'text': headline}, quote_via=quote)}",
        whatsapp=f"https://wa.me/?{urlencode({'text': f'{headline} {absolute_url}'}, quote_via=quote)}",
        address=absolute_url,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def tell(request: HttpRequest, language: str, pk: int) -> HttpResponseBase:
    """The form, and what came of it. Whatever goes wrong is said, and nothing typed is lost."""
    at = now()
    story = get_object_or_404(Story.objects.live(at).in_language(language), pk=pk)
    if request.method != "POST":
        return _page(request, story, TellAFriendForm(initial={"opened": token(pk, at)}), at=at)
    form = TellAFriendForm(request.POST)
    if not form.is_valid():
        return _page(request, story, form, at=at, status=422)
    if refusal := _distrust(form, pk, at):
        return _page(request, story, form.with_fresh_token(_next_token(form, pk, at)), at=at, error=refusal, status=422)
    if not _within_limits(request, form, at):
        response = _page(request, story, form, at=at, error=_too_many(), status=429)
        response.headers["Retry-After"] = str(HOUR_S)
        return response
    letter = compose(story, form.cleaned_data["sender_name"], form.cleaned_data["sender_mail"], form.cleaned_data["friend_mail"])
    if not send(letter, language):
        return _page(request, story, form, at=at, error=_not_sent(), status=503)
    return _page(request, story, form, at=at, letter=letter)


def compose(story: Story, sender_name: str, sender_mail: str, friend_mail: str) -> Letter:
    """The letter, in the story's language: who sends it, the headline, the lead and the address."""
    with override(story.language):
        text = render_to_string(
            "website/mail/tell_a_friend.txt",
            {
                "sender_name": sender_name,
                "sender_mail": sender_mail,
                "headline": legible(story.headline),
                "lead": legible(story.lead),
                "address": of_story(story),
                "agency": Agency.load().name(story.language),
            },
        )
    return Letter(to=friend_mail, subject=legible(story.headline)[:SUBJECT_MAX], text=text.strip() + "\n")


def send(letter: Letter, language: str) -> bool:
    """Hand the letter to the mail server; False when it would not have it.

    There is no Reply-To: the sender's address is not verified, and an answer must not reach whoever someone named.
    """
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": language}
    message = EmailMessage(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    try:
        return message.send() == 1
    except (SMTPException, OSError) as error:
        log.error("tell a friend: the mail server did not take the letter: %s", type(error).__name__)  # its text may name the address
        return False


# --- how they do it -------------------------------------------------------------------------------------------------------


def _distrust(form: TellAFriendForm, story: int, at: datetime) -> str:
    """Why this does not look like a person with a form in front of them; empty when it does."""
    if form.cleaned_data["homepage"]:
        return _("The letter was not sent: a field that people do not see was filled in, as programs do. Please try once more.")
    match opened(form.cleaned_data["opened"], story, at):
        case Opened.TOO_FRESH:
            return _("That was faster than a person types. Please press the button again.")
        case Opened.TOO_OLD | Opened.FORGED:
            return _("The form had been open for more than an hour. It is fresh again now: please press the button once more.")
        case Opened.IN_TIME:
            return ""


def _next_token(form: TellAFriendForm, story: int, at: datetime) -> str:
    """The token itself while it can still ripen, else a new one."""
    signed: str = form.cleaned_data["opened"]
    return signed if opened(signed, story, at) in (Opened.TOO_FRESH, Opened.IN_TIME) else token(story, at)


def _within_limits(request: HttpRequest, form: TellAFriendForm, at: datetime) -> bool:
    """Counted in this order, so that one who is over their own limit uses up nobody else's."""
    sender, friend = (_mailbox(form.cleaned_data[name]) for name in ("sender_mail", "friend_mail"))
    keys = (("client", client(request), PER_CLIENT), ("sender", sender, PER_SENDER), ("friend", friend, PER_FRIEND), ("all", "", OVERALL))
    return all(allow(f"tell-a-friend {who}", key, limit=limit, per_s=per_s, at=at) for who, key, (limit, per_s) in keys)


def _mailbox(address: str) -> str:
    """The mailbox behind an address: a tag after + and the case of letters make no other one."""
    local, _at, host = address.casefold().rpartition("@")
    return f"{local.split('+', 1)[0]}@{host}"


def _too_many() -> str:
    return _("Enough letters have gone out from here or to this address for now. Try again later, or pass the address on yourself.")


def _not_sent() -> str:
    return _("The letter was not sent: our mail server did not take it. What you typed is still here; try again in a few minutes.")


def _page(
    request: HttpRequest,
    story: Story,
    form: TellAFriendForm,
    *,
    at: datetime,
    error: str = "",
    letter: Letter | None = None,
    status: int = 200,
) -> HttpResponse:
    page = TellPage(story, form, share_links(story, of_story(story)), error, letter)
    around = frame(story.language, at=at, addresses={story.language: request.path}, without_flash=story.pk)
    head = page_head(request.path, _("Tell a friend"), story.headline, language=story.language, agency=around.agency, indexed=False)
    return show(request, "tell_a_friend.html", around, page, head=head, status=status)
