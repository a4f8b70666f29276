"""Small releases of Media Topics for the tests, in both forms."""

import json
from typing import Any

ADDRESS = "http://cv.iptc.org/newscodes/mediatopic/"


def concept(number: str, name: str, broader: str | None = None, *, retired: bool = False) -> dict[str, Any]:
    """A concept as IPTC publishes it."""
    made: dict[str, Any] = {
        "uri": ADDRESS + number,
        "qcode": f"medtop:{number}",
        "type": ["http://www.w3.org/2004/02/skos/core#Concept"],
        "prefLabel": {"en-GB": name, "de": f"{name} (de)"},
        "definition": {"en-GB": f"All about {name}"},
    }
    if broader:
        made["broader"] = [ADDRESS + broader]
    if retired:
        made["retired"] = "2024-05-01T12:00:00+00:00"
    return made


def release(*concepts: Any) -> bytes:
    return json.dumps({"uri": ADDRESS, "conceptSet": concepts}).encode()


def flat(number: str, name: Any, broader: str | None = None, **more: Any) -> dict[str, Any]:
    """A concept as in the form made from the spreadsheet."""
    return {"qcode": f"medtop:{number}", "level": 1, "broader": broader and f"medtop:{broader}", "name": {"en-GB": name}, **more}


def flat_release(*concepts: Any) -> bytes:
    return json.dumps({"source": "IPTC", "concepts": concepts}).encode()
