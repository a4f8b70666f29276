"""What the tests of the editor share: a form as a browser without script sends it, and who sits before it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from dateline.people.models import User
from dateline.people.rights import Role
from dateline.stories.models import Story
from dateline.testing import make_colleague, make_section


def url(name: str, *args: Any) -> str:
    return reverse(Story.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def browser_of(person: User) -> Client:
    """A browser that speaks English, with `person` signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def somebody(role: Role = Role.EDITOR, username: str = "", **duty: Any) -> User:
    return make_colleague(username or str(role), role, **duty)


def sent(story: Story | None = None, /, **fields: Any) -> dict[str, Any]:
    """The editor's form, filled; `story`: as its editor was opened. Rows: sources=[{…}], pictures=[{…}]."""
    rows = {name: fields.pop(name, []) for name in ("sources", "pictures")}
    filled = {
        "base": (story.latest_revision_id or 0) if story else 0, "language": "en", "section": make_section().pk, "urgency": "5",
        "slugline": "gates", "headline": "Reservoir opens two gates", "lead": "", "dateline": "", "byline": "", "dossier": "",
        "embargoed_until": "", "embargo_asked_by": "", "usage_terms": "", "copyright_notice": "", "ednote": "",
        "body-html": "<p>Two of <b>five</b> gates.</p>",
    }  # fmt: skip
    for name, values in rows.items():
        filled |= {f"{name}-TOTAL_FORMS": len(values), f"{name}-INITIAL_FORMS": 0}
        filled |= {f"{name}-{number}-{field}": value for number, row in enumerate(values) for field, value in row.items()}
    return {**filled, **fields}


def opened(client: Client, story: Story) -> dict[str, Any]:
    """The form as `client` gets it when it opens the editor of `story`."""
    form = client.get(url("edit", story.pk)).context["form"]
    latest = Story.objects.get(pk=story.pk)
    values = {name: form[name].value() for name in form.fields if name not in ("key", "body", "subjects", "authors")}
    filled = {name: "" if value is None else getattr(value, "pk", value) for name, value in values.items()}
    return sent(latest, **filled, **{"body-html": form.before_body})
