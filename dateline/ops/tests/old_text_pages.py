"""Writes plain-text pages of invented old sites in every variation, for tests that read them back.

The writer knows what it wrote; it shares no code with the reader but the dataclasses of the result.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

ALMATY = ZoneInfo("Asia/Almaty")
_TEXTS = {
    "en": "harbour council reopens after long winter repairs while crews train Museum Teachers Lake Bridge budget talks — “quiet” growth",
    "ru": "порт совет открылся после долгого ремонта зимой экипажи учатся Музей Учителя Озеро Мост бюджет — «тихий» рост ещё",
    "kk": "айлақ кеңес ұзақ жөндеуден кейін ашылды қыста Музей Мұғалімдер Көл Көпір бюджет — «тыныш» өсім жаңа қала өңір",
}
WORDS = {language: text.split() for language, text in _TEXTS.items()}
_YEARS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
MONTHS = {language: text.split() for language, text in _YEARS.items()}
TELL = {"en": "Tell a friend", "ru": "Рассказать другу", "kk": "Досыңа айт"}
RELEVANT = {"en": "relevant news", "ru": "Новости по теме:", "kk": "Тақырып бойынша жаңалықтар"}
TV = {"en": "Internet TV", "ru": "ИНТЕРНЕТ ТЕЛЕВИДЕНИЕ", "kk": "Интернет теледидар"}
MOST_VIEWED = {"en": "Most viewed", "ru": "Самое просматриваемое", "kk": "Ең көп қаралған"}
WEEK = {"en": "Most viewed this week", "ru": "Самое читаемое за неделю", "kk": "Аптада ең көп қаралғандар"}
MONTH = {"en": "Month", "ru": "За месяц", "kk": "Ай ішінде"}
CREDIT = {"en": "Images | {}", "ru": "Фото: {}", "kk": "Сурет: {}"}
RIGHTS = {
    "en": "All rights reserved by the agency of this test.",
    "ru": "При использовании материалов ссылка на агентство обязательна.",
    "kk": "Материалдарды пайдалану кезінде агенттікке сілтеме жасау міндетті.",
}
ODD_RIGHTS = {
    "en": "Texts of this agency are for everyone who names it.",
    "ru": "Тексты агентства открыты всем.",
    "kk": "Агенттік мәтіндері баршаға ашық.",
}


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


def _twelve(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {'PM' if at.hour >= 12 else 'AM'}"


DATES: dict[str, Callable[[datetime, str], str]] = {
    "dots": lambda at, _language: f"{at:%d.%m.%Y}, {_clock(at)}",
    "dots, no comma": lambda at, _language: f"{at:%d.%m.%Y} {_clock(at)}",
    "hyphens": lambda at, _language: f"{at:%d-%m-%Y} | {_clock(at)}",
    "iso": lambda at, _language: at.isoformat(timespec="seconds"),
    "iso with space": lambda at, _language: f"{at:%Y-%m-%d} {_clock(at)}",
    "words": lambda at, language: f"{at.day} {MONTHS[language][at.month - 1]} {at.year}, {_clock(at)}",
    "time first": lambda at, language: f"{_clock(at)}, {at:%d} {MONTHS[language][at.month - 1]} {at.year}",
    "american": lambda at, _language: f"{MONTHS['en'][at.month - 1]} {at.day}, {at.year} {_twelve(at)}",
    "american figures": lambda at, _language: f"{at:%m/%d/%Y}, {_twelve(at)}",
    "kazakh": lambda at, _language: f"{at.year} жылғы {at.day} {MONTHS['kk'][at.month - 1]}, {_clock(at)}",
}
SEPARATORS = ("", " ", "\u00a0", "\u202f", ",", ".", "’")


def grouped(count: int, separator: str) -> str:
    return f"{count:,}".replace(",", separator)


@dataclass(frozen=True)
class WrittenStory:
    at: datetime
    views: int | None
    headline: str
    credit: str
    told: bool
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class WrittenEntry:
    at: datetime
    views: int | None
    headline: str


@dataclass(frozen=True)
class WrittenPage:
    """What is on the page and how it is written."""

    language: str
    labels: str  # the language of the labels, which may be another
    stories: tuple[WrittenStory, ...]
    lists: tuple[tuple[WrittenEntry, ...], ...]
    date: str
    separator: str
    rights: str  # a notice, or empty
    relevant: bool
    tv: bool
    form: str  # of the lists: glued, lines, pairs, below
    windows: bool
    line_end: str = "\n"
    blank_lines: bool = False
    glue: str = " "  # between the entries of one line

    def text(self) -> str:
        lines = [line for place, story in enumerate(self.stories) for line in (*self._before(place), *self._story(story))]
        if self.tv:
            lines += [TV[self.labels], "AGENCY LIVE"]
        lines += self._lists()
        return (self.line_end * (2 if self.blank_lines else 1)).join(lines) + self.line_end

    def stamp(self, at: datetime) -> str:
        return DATES[self.date](at, self.language)

    def _before(self, place: int) -> list[str]:
        return [RELEVANT[self.labels]] if self.relevant and place == 1 else []

    def _story(self, story: WrittenStory) -> list[str]:
        count = "" if story.views is None else " " + grouped(story.views, self.separator)
        lines = [self.stamp(story.at) + count, story.headline]
        lines += [CREDIT[self.labels].format(story.credit)] if story.credit else []
        lines += [TELL[self.labels]] if story.told else []
        return [*lines, *story.paragraphs, *([self.rights] if self.rights and story.paragraphs else [])]

    def _lists(self) -> list[str]:
        if not self.lists:
            return []
        labels = [WEEK[self.labels], MONTH[self.labels]] if self.windows else [MOST_VIEWED[self.labels]]
        if not self.windows:
            return [labels[0], *self._entries([entry for one in self.lists for entry in one])]
        return [line for label, one in zip(labels, self.lists, strict=False) for line in (label, *self._entries(list(one)))]

    def _entries(self, entries: list[WrittenEntry]) -> list[str]:
        counts = ["" if entry.views is None else grouped(entry.views, self.separator) for entry in entries]
        both = list(zip(entries, counts, strict=True))
        if self.form == "glued":
            return [self.glue.join(f"{self.stamp(entry.at)}{count}{entry.headline}" for entry, count in both)]
        if self.form == "lines":
            return [
                f"{self.stamp(entry.at)} | {count} | {entry.headline}" if count else f"{self.stamp(entry.at)} {entry.headline}"
                for entry, count in both
            ]
        if self.form == "pairs":
            return [line for entry, count in both for line in (f"{self.stamp(entry.at)} {count}".strip(), entry.headline)]
        return [line for entry, count in both for line in (entry.headline, f"{self.stamp(entry.at)} {count}".strip())]


_FIRST, _LAST = datetime(2015, 1, 1), datetime(2023, 12, 31)  # noqa: DTZ001  hypothesis wants its bounds without a zone
MOMENTS = st.datetimes(_FIRST, _LAST).map(lambda at: at.replace(second=0, microsecond=0, tzinfo=ALMATY))
COUNTS = st.one_of(st.none(), st.integers(0, 2_000_000))


@st.composite
def sentences(draw: st.DrawFn, language: str, least: int, most: int) -> str:
    words = draw(st.lists(st.sampled_from(WORDS[language]), min_size=least, max_size=most))
    first = draw(st.sampled_from([word for word in WORDS[language] if word[0].isalpha()]))
    text = " ".join([first[0].upper() + first[1:], *words])
    return text.rstrip(" —")


@st.composite
def stories(draw: st.DrawFn, language: str) -> WrittenStory:
    tail = draw(st.sampled_from([".", "!", " 5.", " (2021).", "…", " - 12:30.", " A&B <b>1</b>."]))
    paragraphs = draw(st.lists(sentences(language, 6, 30).map(lambda text: text + tail), min_size=0, max_size=5, unique=True))
    return WrittenStory(
        at=draw(MOMENTS),
        views=draw(COUNTS),
        headline=draw(sentences(language, 2, 9)) + draw(st.sampled_from(["", " 2021", "?", " 12:30"])),
        credit=draw(st.sampled_from(["", "port.example", "Aru Sadyk / Agency", "«Мұрағат» қоры"])),
        told=draw(st.booleans()),
        paragraphs=tuple(paragraphs),
    )


@st.composite
def lists(draw: st.DrawFn, language: str, labelled: bool) -> tuple[tuple[WrittenEntry, ...], ...]:
    """One or two lists; each descends, and the second begins higher than the first ends, as months do over weeks."""
    made = []
    for _number in range(draw(st.integers(0, 2))):
        size = draw(st.integers(1, 6))
        counts = sorted(draw(st.lists(st.integers(5, 9_000_000), min_size=size, max_size=size, unique=True)), reverse=True)
        at, headlines = (
            draw(st.lists(MOMENTS, min_size=size, max_size=size)),
            draw(st.lists(sentences(language, 2, 8), min_size=size, max_size=size)),
        )
        known: list[int | None] = [count if draw(st.integers(0, 4)) else None for count in counts]
        made.append(tuple(WrittenEntry(*row) for row in zip(at, known, headlines, strict=True)))
    if not labelled and len(made) == 2:
        first, second = made
        top = 10_000_000  # the greatest of all: only so can the border of two unlabelled lists be told
        made = [
            (*first[:-1], WrittenEntry(first[-1].at, 4, first[-1].headline)),
            (WrittenEntry(second[0].at, top, second[0].headline), *second[1:]),
        ]
    return tuple(made)


@st.composite
def pages(draw: st.DrawFn) -> WrittenPage:
    language, labels = draw(st.sampled_from(["kk", "ru", "en"])), draw(st.sampled_from(["kk", "ru", "en"]))
    windows = draw(st.booleans())
    told = draw(st.lists(stories(language), min_size=1, max_size=5))
    told = [replace(story, paragraphs=tuple(f"{text} №{place}" for text in story.paragraphs)) for place, story in enumerate(told)]
    several = len({story.headline for story in told if story.paragraphs}) > 1
    rights = draw(st.sampled_from(["", RIGHTS[labels], *([ODD_RIGHTS[labels]] if several else [])]))
    return WrittenPage(
        language=language,
        labels=labels,
        stories=tuple(told),
        lists=draw(lists(language, windows)),
        date=draw(st.sampled_from(sorted(DATES))),
        separator=draw(st.sampled_from(SEPARATORS)),
        rights=rights,
        relevant=draw(st.booleans()),
        tv=draw(st.booleans()),
        form=draw(st.sampled_from(["glued", "lines", "pairs", "below"])),
        windows=windows,
        line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        blank_lines=draw(st.booleans()),
        glue=draw(st.sampled_from([" ", "  "])),
    )


def later(at: datetime, minutes: int) -> datetime:
    return at + timedelta(minutes=minutes)
