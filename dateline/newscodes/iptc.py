"""Read IPTC's Media Topics from a file: plain data in, plain data out, no database.

Two forms are read. IPTC's own (https://cv.iptc.org/newscodes/mediatopic/ as JSON): an object whose `conceptSet` lists
concepts with `qcode`, `prefLabel` a language, `broader` as a list of addresses, and `retired` as a time when they are.
And the flat one, made from IPTC's spreadsheet: `concepts`, with `qcode`, `name` a language, and `broader` as one code.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dateline.newscodes.errors import BadVocabulary

MAX_BYTES = 64 * 1024 * 1024  # the release of 2023 has 1 MiB, with definitions in all languages 3
MAX_TOPICS = 20_000  # there are about 1,400
MAX_NAME_LETTERS = 200
ENGLISH = ("en-GB", "en-US", "en")  # IPTC writes British English first

_CODE = re.compile(r"(?:medtop:|https?://cv\.iptc\.org/newscodes/mediatopic/)([0-9]{8})")
_UNSEEMLY = re.compile(r"[\x00-\x1f\x7f<>]")


@dataclass(frozen=True)
class Topic:
    """One topic as a vocabulary gives it.

    code     `medtop:20000154`
    parent   code of the broader topic; None at the top
    names    language code to name; from IPTC English alone
    retired  IPTC keeps the topic for old stories only
    """

    code: str
    parent: str | None
    names: Mapping[str, str]
    retired: bool = False


def read_iptc(data: bytes) -> list[Topic]:
    """The topics in a release of IPTC, in the order of the file.

    data     JSON in UTF-8, either form; at most MAX_BYTES
    Raises   BadVocabulary with the reasons; there is no half-read release
    """
    concepts = _concepts(data)
    topics: list[Topic] = []
    reasons: list[str] = []
    for number, concept in enumerate(concepts, start=1):
        try:
            topics.append(_topic(concept))
        except ValueError as fault:
            reasons.append(_("Topic %(number)d of the file: %(fault)s") % {"number": number, "fault": fault})
    reasons += faults(topics) if not reasons else []
    if reasons:
        raise BadVocabulary(reasons)
    return topics


def faults(topics: Sequence[Topic]) -> Iterator[str]:
    """What is wrong with the topics as a whole, a translated sentence each."""
    parents = {topic.code: topic.parent for topic in topics}
    for code, count in Counter(topic.code for topic in topics).items():
        if count > 1:
            yield _("%(code)s is there %(count)d times.") % {"code": code, "count": count}
    for code, parent in parents.items():
        if parent and parent not in parents:
            yield _("%(code)s belongs to %(parent)s, which is missing.") % {"code": code, "parent": parent}
    for code in _starts_of_circles(parents):
        yield _("%(code)s is broader than itself.") % {"code": code}


def _starts_of_circles(parents: Mapping[str, str | None]) -> Iterator[str]:
    """One code of each circle of broader topics. Looks at every topic once, however deep the file is."""
    done: set[str] = set()
    for code in parents:
        way: set[str] = set()
        above: str | None = code
        while above is not None and above not in done and above not in way:
            way.add(above)
            above = parents.get(above)
        if above in way:
            yield above
        done |= way


def _concepts(data: bytes) -> list[Any]:
    if len(data) > MAX_BYTES:
        raise BadVocabulary([_("The file has more than %(count)d MiB.") % {"count": MAX_BYTES // 1024**2}])
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadVocabulary([_("The file is not JSON in UTF-8.")]) from error
    concepts = content.get("conceptSet") or content.get("concepts") if isinstance(content, dict) else None
    if not isinstance(concepts, list):
        raise BadVocabulary([_("The file has no list of topics: neither “conceptSet” nor “concepts”.")])
    if len(concepts) > MAX_TOPICS:
        raise BadVocabulary([_("The file has more than %(count)d topics.") % {"count": MAX_TOPICS}])
    return concepts


def _topic(concept: Any) -> Topic:
    """Raises ValueError with a translated sentence."""
    if not isinstance(concept, dict):
        raise ValueError(_("it is not an object."))
    code = _code(concept.get("qcode") or concept.get("uri"))
    return Topic(code, _broader(concept.get("broader")), {"en": _english(concept)}, retired=bool(concept.get("retired")))


def _code(value: Any) -> str:
    match = _CODE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError(_("“%(value)s” is not the code of a Media Topic.") % {"value": str(value)[:80]})
    return f"medtop:{match[1]}"


def _broader(value: Any) -> str | None:
    """The one broader topic; IPTC's own form has a list of none or one."""
    values = value if isinstance(value, list) else [value] if value is not None else []
    if len(values) > 1:
        raise ValueError(_("it has %(count)d broader topics, not one.") % {"count": len(values)})
    return _code(values[0]) if values else None


def _english(concept: Mapping[str, Any]) -> str:
    names = concept.get("prefLabel") or concept.get("name")
    name = next((names[language] for language in ENGLISH if names.get(language)), None) if isinstance(names, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise ValueError(_("it has no English name."))
    name = " ".join(name.split())
    if len(name) > MAX_NAME_LETTERS or _UNSEEMLY.search(name):
        raise ValueError(_("“%(name)s” cannot be a name.") % {"name": name[:80]})
    return name
