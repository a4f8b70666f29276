"""A progress bar on a terminal; elsewhere a line now and then."""

from time import monotonic
from typing import TextIO

_WIDTH = 30
_EVERY_S = 0.1
_LINE_EVERY = 500  # pages, where there is no terminal


class Progress:
    """Shows how far a run is. total None: not known."""

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream, self.total, self.pages = stream, total, 0
        self.terminal = stream.isatty()
        self.began = self.shown = monotonic()

    def step(self) -> None:
        """One page more."""
        self.pages += 1
        if self.terminal:
            if monotonic() - self.shown >= _EVERY_S or self.pages == self.total:
                self.shown = monotonic()
                self.stream.write(f"\r{self.line()}")
                self.stream.flush()
        elif self.pages % _LINE_EVERY == 0:
            self.stream.write(f"{self.line()}\n")
            self.stream.flush()

    def line(self) -> str:
        """The bar as text."""
        rate = self.pages / max(monotonic() - self.began, 0.001)
        share = self.pages / self.total if self.total else 1
        left_s = (self.total - self.pages) / rate if rate else 0
        bar = "█" * round(share * _WIDTH)
        return f"{share:4.0%} {bar:<{_WIDTH}} {self.pages}/{self.total} pages, {rate:.0f}/s, {left_s:.0f} s left "

    def clear(self) -> None:
        """Take the bar away, so that a line can be printed."""
        if self.terminal:
            self.stream.write("\r\x1b[2K")
            self.stream.flush()
