"""What the agency has signed of its log of releases, and the keys to check it with. docs/history.md explains both to outsiders."""

import json

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from dateline.stories import chain
from dateline.stories.models import SignedHead, SigningKey
from dateline.website.addresses import absolute
from dateline.website.conditional import answer, tag, text

AT_ONCE = 400  # heads in one answer: more than a year
MAX_AGE_S = 3600
LONGEST_NUMBER = 16


@require_safe
def signing_key(request: HttpRequest) -> HttpResponseBase:
    """The public keys in PEM, the newest first. 404 while nothing has been signed."""
    keys = list(SigningKey.objects.values_list("pem", flat=True))
    if not keys:
        raise Http404
    return _file(request, "".join(keys), "application/x-pem-file")


@require_safe
def signed_heads(request: HttpRequest) -> HttpResponseBase:
    """The signed heads, newest first, `AT_ONCE` at a time; the answer names the address of those before."""
    found = SignedHead.objects.order_by("-pk")
    if asked := request.GET.get("before"):
        found = found.filter(pk__lt=_number(asked))
    heads = list(found[: AT_ONCE + 1])
    rest, heads = heads[AT_ONCE:], heads[:AT_ONCE]
    document = {
        "heads": [
            {
                "day": head.day.isoformat(), "at": chain.moment(head.at), "number": head.number, "hash": head.hash,
                "key": head.key_id, "signature": head.signature,
            }
            for head in heads
        ],
        "keys": {key.pk: key.pem for key in SigningKey.objects.all()},
        "older": f"{absolute(reverse('website:signed-heads'))}?before={heads[-1].pk}" if rest else None,
    }  # fmt: skip
    return _file(request, json.dumps(document, indent=1), "application/json")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER):
        raise Http404
    return int(text)


def _file(request: HttpRequest, content: str, media_type: str) -> HttpResponseBase:
    return answer(request, lambda: text(content, media_type), etag=tag(content), modified_at=None, at=now(), max_age_s=MAX_AGE_S)
