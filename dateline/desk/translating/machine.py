"""The hook for machine translation: none unless the setting MACHINE_TRANSLATION names one. See docs/machine-translation.md.

A machine only fills paragraphs that are empty, when somebody presses the button, and what it writes is marked as a
machine's until a person has touched it. Whatever it does wrong ends in a sentence, never in a broken page.
"""

from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import lru_cache
from importlib import import_module
from threading import BoundedSemaphore
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from dateline.lib.errors import DatelineError

logger = structlog.get_logger(__name__)
AT_ONCE = 2  # askings that may be under way in one process: a machine that hangs must not take all threads
GROWTH = 6  # a translation that is so many times longer than its source is no translation
SPARE_CHARS = 200


class Machine(Protocol):
    """What a plug-in provides. It is made once a process, without arguments."""

    name: str  # shown to translators, at most 60 letters
    pairs: Collection[tuple[str, str]]  # (from, to) that it can do

    def translate(self, paragraphs: list[str], source: str, target: str) -> list[str]:
        """One translation a paragraph, in the same order. Raise anything when it cannot be done."""
        ...


class MachineFailed(DatelineError):
    """The machine did not answer as it should."""

    code = "machine_failed"


def machine() -> Machine | None:
    """The machine of the settings; None without one. Raises ImproperlyConfigured when it cannot be loaded."""
    return _load(settings.MACHINE_TRANSLATION)


@lru_cache(maxsize=4)
def _load(name: str) -> Machine | None:
    if not name:
        return None
    module, colon, attribute = name.partition(":")
    if not colon or not module or not attribute:
        raise ImproperlyConfigured(f"MACHINE_TRANSLATION is “{name}”. Write package.module:Class.")
    try:
        made = getattr(import_module(module), attribute)()
    except Exception as error:  # whatever a plug-in does when it is loaded
        raise ImproperlyConfigured(
            f"MACHINE_TRANSLATION is “{name}”, which cannot be loaded: {type(error).__name__}: {error}. "
            "Install the package in Dateline’s environment, or empty the setting."
        ) from error
    if faults := _faults(made):
        raise ImproperlyConfigured(f"MACHINE_TRANSLATION is “{name}”, but {' and '.join(faults)}. See docs/machine-translation.md.")
    return made  # type: ignore[no-any-return]


def _faults(made: Any) -> list[str]:
    faults = []
    if not isinstance(getattr(made, "name", None), str) or not 0 < len(made.name) <= 60:
        faults.append("its name is not a text of 1 to 60 letters")
    pairs = getattr(made, "pairs", None)
    if not isinstance(pairs, Collection) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        faults.append("its pairs are not a collection of (from, to)")
    if not callable(getattr(made, "translate", None)):
        faults.append("it has no method translate")
    return faults


def can(source: str, target: str) -> Machine | None:
    """The machine, if it translates from `source` into `target`."""
    found = machine()
    return found if found and (source, target) in found.pairs else None


def translate(paragraphs: Sequence[str], source: str, target: str) -> list[str]:
    """The paragraphs by the machine, within the limits of the settings.

    Raises  MachineFailed with a sentence for the person who asked
    """
    found = can(source, target)
    if found is None:
        raise MachineFailed(_("There is no machine translation between these languages."))
    if sum(map(len, paragraphs)) > settings.MACHINE_TRANSLATION_MAX_CHARS:
        raise MachineFailed(
            _("That is too long for the machine: at most %(most)d letters at once.") % {"most": settings.MACHINE_TRANSLATION_MAX_CHARS},
            _("Ask for single paragraphs."),
        )
    answer = _ask(found, list(paragraphs), source, target)
    if not _is_sound(answer, paragraphs):
        logger.error("machine translation answered nonsense", machine=found.name, wanted=len(paragraphs))
        raise MachineFailed(_("%(machine)s did not answer as it should.") % {"machine": found.name}, _("Nothing was changed. Try again."))
    return answer


_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="machine-translation")
_free = BoundedSemaphore(AT_ONCE)


def _ask(found: Machine, paragraphs: list[str], source: str, target: str) -> list[str]:
    if not _free.acquire(blocking=False):
        raise MachineFailed(_("%(machine)s is still busy with something else.") % {"machine": found.name}, _("Try again in a minute."))
    asked: Future[list[str]] = _pool.submit(found.translate, paragraphs, source, target)
    asked.add_done_callback(lambda _done: _free.release())
    try:
        return asked.result(settings.MACHINE_TRANSLATION_TIMEOUT_S)
    except TookTooLong as error:
        logger.warning("machine translation took too long", machine=found.name)
        raise MachineFailed(
            _("%(machine)s did not answer within %(seconds)d seconds.")
            % {"machine": found.name, "seconds": settings.MACHINE_TRANSLATION_TIMEOUT_S},
            _("Nothing was changed. Try again."),
        ) from error
    except Exception as error:  # whatever a plug-in raises is told to the person and stands in the log
        logger.exception("machine translation failed", machine=found.name)
        raise MachineFailed(
            _("%(machine)s could not do it: %(reason)s") % {"machine": found.name, "reason": str(error)[:200] or type(error).__name__}
        ) from error


def _is_sound(answer: Any, paragraphs: Sequence[str]) -> bool:
    return (
        isinstance(answer, list)
        and len(answer) == len(paragraphs)
        and all(isinstance(text, str) and len(text) <= GROWTH * len(p) + SPARE_CHARS for text, p in zip(answer, paragraphs, strict=True))
    )
