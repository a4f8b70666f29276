"""From bytes to text: which encoding an old page is in.

Marks and strict UTF-8 decide alone. The one-byte encodings of the region cannot be told apart by validity, only by how
much the result looks like Kazakh, Russian or English: letters that are frequent, small letters after capitals, no word
in two scripts. Where two encodings give equally good but different text, the page is refused rather than guessed.
"""

import codecs
import re

from dateline.ops.movein.pages import BadPage

MAX_BYTES = 8 * 1024 * 1024
ONE_BYTE = ("windows-1251", "koi8-r", "kz1048", "ptcp154", "windows-1252", "cp866", "iso8859-5", "mac-cyrillic")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FREQUENT = re.compile("[оеаинтсрвлкмдпуыәғқңөұүһі]")
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
_STRANGE = re.compile(r"[^\sA-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі0-9!-/:-@\[-`{-~«»„“”‘’‚—–…№°§©®™€£±·•×\u00a0\u00ad¼½¾²³µ¿¡]")
_FLIP = re.compile("[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺ]|[a-zß-öø-ÿ][À-ÖØ-Þ]")
_MIXED = re.compile("[A-Za-z][А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі][A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = dict.fromkeys(c for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A, 0x0D, 0x85))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `data` and the name of its encoding. Control characters are dropped.

    declared  the encoding that the page itself names; believed when the bytes agree
    Raises    BadPage when it is no text, or when it cannot be told in which encoding it is
    """
    if len(data) > MAX_BYTES:
        raise BadPage(1, f"a page of at most {MAX_BYTES} bytes", f"{len(data)} bytes")
    text, encoding = _decode(data, declared)
    if "\0" in text:
        raise BadPage(1 + text[: text.index("\0")].count("\n"), "a page of text", "a binary file")
    if _CONTROL.search(text):
        text = text.translate(_CONTROLS)
    return text, encoding


def _decode(data: bytes, declared: str) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data, encoding), encoding
    if wide := _without_mark(data):
        return _strict(data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error)
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, declared.lower()
    return _best(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise BadPage(line, f"text in {encoding}, as its first bytes say", error.reason) from error


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark shows in its zero bytes: every space and line end has one."""
    if len(data) < 4 or len(data) % 2 or b"\0" not in data:
        return ""
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else ""


def _refuse_damaged(data: bytes, error: UnicodeDecodeError) -> None:
    """UTF-8 with a few broken characters is a damaged file, not another encoding."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole > 4 * broken:
        line = 1 + data[: error.start].count(b"\n")
        raise BadPage(line, "text in UTF-8", f"bytes that are none: {data[error.start : error.start + 8]!r}")


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        text = data.decode(declared)
    except (LookupError, UnicodeError):
        return None
    return text if isinstance(text, str) and _quality(text) > 0 else None


def _best(data: bytes) -> tuple[str, str]:
    tried: dict[str, tuple[float, str]] = {}
    for encoding in ONE_BYTE:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        tried.setdefault(text, (_quality(text), encoding))
    ranked = sorted(((score, encoding, text) for text, (score, encoding) in tried.items()), key=lambda row: -row[0])
    high = _HIGH.search(data)
    line = 1 + data[: high.start() if high else 0].count(b"\n")
    if not ranked or ranked[0][0] <= 0:
        raise BadPage(line, "text in UTF-8, UTF-16, windows-1251 or KOI8-R", repr(data[:24]))
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        raise BadPage(line, "an encoding that can be told", f"as likely {ranked[0][1]} as {ranked[1][1]}")
    return ranked[0][2], ranked[0][1]


def _quality(text: str) -> float:
    """How much `text` looks like something that people wrote; nought and less is noise."""
    letters = len(_CYRILLIC.findall(text))
    good = len(_FREQUENT.findall(text)) + 0.5 * letters + len(_LATIN.findall(text)) * 0.5
    bad = len(_STRANGE.findall(text)) + 2 * len(_FLIP.findall(text)) + 2 * len(_MIXED.findall(text))
    return good - 3 * bad
