"""A number of views as readers see it. In the story's language, whichever language is active: it goes into the story's page."""

NARROW_NO_BREAK_SPACE = "\u202f"


def shown_number(n: int, language: str) -> str:
    """29 521 with narrow no-break spaces (Kazakh, Russian), else 29,521."""
    return f"{n:,}".replace(",", NARROW_NO_BREAK_SPACE) if language in ("kk", "ru") else f"{n:,}"


def views_label(n: int, language: str) -> str:
    """What follows the number: 1 просмотр, 2 просмотра, 5 просмотров; 29,521 views; 29 521 рет қаралды."""
    if language == "kk":
        return "рет қаралды"  # no plural after a number
    if language == "ru":
        return _russian(n)
    return "view" if n == 1 else "views"


def _russian(n: int) -> str:
    if n % 100 in range(11, 15):
        return "просмотров"
    return {1: "просмотр", 2: "просмотра", 3: "просмотра", 4: "просмотра"}.get(n % 10, "просмотров")
