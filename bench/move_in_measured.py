"""How fast pages of an old site are moved in, releases included, and how much memory that takes.

    bench/move_in [PAGES]      default 5000: half plain text (nine stories each, most of them on several pages), half HTML

Writes invented pages into a temporary folder and moves them into an empty agency there. Nothing else is touched.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATELINE = ROOT / ".venv" / "bin" / "dateline"
WORDS = [
    "порт",
    "совет",
    "открылся",
    "после",
    "долгого",
    "ремонта",
    "зимой",
    "экипажи",
    "учатся",
    "музей",
    "учителя",
    "озеро",
    "мост",
    "бюджет",
    "переговоры",
    "тихий",
    "рост",
    "жители",
    "района",
    "получили",
    "новое",
    "расписание",
    "поездов",
    "которые",
    "идут",
    "через",
    "степь",
    "каждое",
    "утро",
    "и",
    "вечер",
    "инженеры",
    "проверили",
    "насосы",
    "станции",
    "воды",
    "хватит",
]
GOAL_S, GOAL_MIB = 60.0, 600
STORIES_ON_A_PAGE = 9
Story = tuple[datetime, str, int, list[str]]  # when, headline, views, paragraphs
FIRST = datetime(2021, 1, 1, 6, 0)  # noqa: DTZ001  what stands on the pages has no zone


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize()


def stories(count: int) -> list[Story]:
    rng = random.Random(11)
    made = []
    for number in range(count):
        paragraphs = [sentence(rng, rng.randint(25, 60)) + "." for _each in range(rng.randint(3, 7))]
        made.append((FIRST + timedelta(minutes=17 * number), f"{sentence(rng, 7)} {number}", rng.randint(10, 90_000), paragraphs))
    return made


def text_page(number: int, all_stories: list[Story]) -> str:
    lines = []
    for place in range(STORIES_ON_A_PAGE):
        at, headline, views, paragraphs = all_stories[(number + place) % len(all_stories)]
        lines += ["Новости по теме"] if place == 1 else []
        lines += [f"{at:%d.%m.%Y, %H:%M} {views}", headline, "Фото | port.example", "Рассказать другу", *paragraphs]
        lines += ["При использовании материалов ссылка на агентство обязательна."]
    listed = sorted(all_stories[max(0, number - 10) : number + 1], key=lambda story: -story[2])[:5]
    lines += ["Самое просматриваемое", " ".join(f"{at:%d.%m.%Y, %H:%M}{views}{headline}" for at, headline, views, _text in listed)]
    return "\n".join(lines)


def html_page(number: int, story: Story) -> str:
    at, headline, views, paragraphs = story
    stamp = f"{at:%Y-%m-%dT%H:%M:00}+05:00"
    menu = "".join(f'<li><a href="/section/{place}">Раздел {place}</a></li>' for place in range(20))
    return f"""<!doctype html><html lang="ru"><head><meta charset="utf-8">
<title>{headline} | Агентство</title><link rel="canonical" href="https://old.example/ru/news/{number}.html">
<meta property="og:title" content="{headline}">
<meta property="article:published_time" content="{stamp}"><script type="application/ld+json">{{"@context":"https://schema.org",
"@type":"NewsArticle","headline":"{headline}","datePublished":"{stamp}","articleSection":"Экономика"}}</script></head><body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{headline}</h1>
<p class="meta"><time datetime="{stamp}">{at:%d.%m.%Y, %H:%M}</time> <span class="views">{views}</span></p>
<figure><img src="/img/{number}.jpg" alt="Вид на порт"><figcaption>Порт зимой. Фото: port.example</figcaption></figure>
{"".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}</article></main>
<aside><h3>Разное</h3><ul>{menu}</ul></aside><footer><p>Подвал</p></footer>
</body></html>"""


def write_pages(folder: Path, pages: int) -> None:
    all_stories = stories(pages)
    half = pages // 2
    for number in range(half):
        (folder / f"{number:06}.txt").write_text(text_page(number, all_stories[:half]), encoding="utf-8")
    for number in range(half, pages):
        (folder / f"{number:06}.html").write_text(html_page(number, all_stories[number]), encoding="utf-8")


def plain_reading_s(folder: Path) -> float:
    """The least that any program must do: open each file and make its bytes text."""
    began = time.perf_counter()
    for path in sorted(folder.iterdir()):
        path.read_bytes().decode("utf-8").split("\n")
    return time.perf_counter() - began


class Peak(threading.Thread):
    """The greatest sum of memory of a process and all below it, in MiB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.mib = pid, 0.0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.mib = max(self.mib, sum(map(_rss_mib, _tree(self.pid))))
            time.sleep(0.2)


def _tree(pid: int) -> list[int]:
    try:
        below = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in below for one in _tree(child))]


def _rss_mib(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0.0


def main() -> int:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory(prefix="dateline-move-in-") as temporary:
        folder, data = Path(temporary, "pages"), Path(temporary, "data")
        folder.mkdir()
        write_pages(folder, pages)
        env = {**os.environ, "DATELINE_DATA": str(data), "LOG_LEVEL": "ERROR"}
        for database in ("default", "counts"):
            subprocess.run([DATELINE, "migrate", "--database", database, "-v", "0"], env=env, check=True)
        plain_s = plain_reading_s(folder)
        began = time.perf_counter()
        running = subprocess.Popen([DATELINE, "move-in", str(folder)], env=env)
        peak = Peak(running.pid)
        peak.start()
        failed = running.wait()
        took_s, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        peak.join()
    goal_s = GOAL_S * max(pages, 5000) / 5000
    slow, large = failed or took_s > goal_s, peak.mib > GOAL_MIB
    print(f"plain_reading {plain_s:.2f} s (ratio of moving in to it: {took_s / plain_s:.0f})")
    print(f"move_in_processor {used.ru_utime + used.ru_stime:.1f} s of {os.cpu_count()} processors, making the empty agency included")
    print(f"move_in_rate {pages / took_s:.0f} pages/s")
    print(f"move_in_memory {peak.mib:.0f} MiB (goal at most {GOAL_MIB}) {'SHORT' if large else 'ok'}")
    print(f"move_in_time {took_s:.1f} s (goal at most {goal_s:.0f}) {'SHORT' if slow else 'ok'}")
    return int(bool(slow or large))


if __name__ == "__main__":
    sys.exit(main())
