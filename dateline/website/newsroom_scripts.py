"""The few inline scripts that Wagtail's forms still carry, told from any other.

Date fields, choosers and lists of parts start themselves by a call in a <script> beside them. A page of the newsroom
gets a nonce for exactly these calls, with nothing but data in their brackets; a script that found its way in by
another door gets none, and the browser does not run it.
"""

import json
import re

_SCRIPT = re.compile(r"<script>([^<]*)</script>")
_CALL = re.compile(
    r"(?:init(?:Date|Time|DateTime)Chooser|createTaskChooser|new [A-Z][A-Za-z]*Chooser)"
    r"\(\"[\w-]+\"(?:, (?P<options>\{.*\}))?\);"
)
_PANEL = re.compile(
    r"\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)"
    r"\(JSON\.parse\(\"(?:[^\"\\\n]|\\u[0-9A-Fa-f]{4})*\"\)\);\s*\}\)\(\);"
)


def with_nonces(page: str, nonce: str) -> str:
    """`page` with `nonce` on every script that only starts a widget; the same page when there is none."""

    def signed(found: re.Match[str]) -> str:
        return f'<script nonce="{nonce}">{found[1]}</script>' if starts_a_widget(found[1]) else found[0]

    return _SCRIPT.sub(signed, page)


def starts_a_widget(code: str) -> bool:
    """Whether `code` is one of Wagtail's calls, with plain data for arguments, and nothing besides."""
    code = code.strip()
    if _PANEL.fullmatch(code):
        return True
    call = _CALL.fullmatch(code)
    if call is None:
        return False
    try:
        return call["options"] is None or isinstance(json.loads(call["options"]), dict)
    except ValueError:
        return False
