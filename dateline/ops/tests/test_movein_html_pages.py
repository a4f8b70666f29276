"""Saved HTML pages: what they declare, what they show, and what is refused."""

import html
from datetime import UTC, datetime, timedelta
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.ops.movein.pages import BadPage, OldPage
from dateline.ops.movein.reading import read_page
from dateline.ops.tests.old_text_pages import ALMATY, sentences

TEXT = (
    "<p>The harbour opened again on Friday after nine weeks of repairs, and the first ferry carried forty wagons across.</p>"
    "<p>The next crossing is planned for Monday; the timetable hangs in both stations and in the town hall of the district.</p>"
)


def page(*, head: str = "", body: str = TEXT, language: str = "en", before: str = "", after: str = "") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Harbour reopens | Agency</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Harbour reopens</h1>{before}{body}</article>{after}</body></html>"
    )


def linked(extra: str = "", published: str = "2021-03-05T09:54:00+05:00") -> str:
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Agency"},'
        f'{{"@type":["NewsArticle"],"headline":"Harbour reopens","datePublished":"{published}"{extra}}}]}}</script>'
    )


def read(text: str, encoding: str = "utf-8") -> OldPage:
    return read_page(text.encode(encoding), zone=ALMATY)


class DeclaredTests(TestCase):
    def test_linked_data_tells_headline_time_author_section_and_views(self) -> None:
        more = (
            ',"author":[{"@type":"Person","name":"Aru Sadyk"}],"articleSection":"Economy","keywords":"port, ferries"'
            ',"dateModified":"2021-03-06T10:00+05:00","interactionStatistic":{"@type":"InteractionCounter",'
            '"interactionType":"https://schema.org/ViewAction","userInteractionCount":"1 204"}'
        )
        story = read(page(head=linked(more))).stories[0]
        self.assertEqual((story.headline, story.byline, story.section, story.views), ("Harbour reopens", "Aru Sadyk", "Economy", 1204))
        self.assertEqual(story.published_at, datetime(2021, 3, 5, 4, 54, tzinfo=UTC))
        self.assertEqual((story.keywords, story.language), (("port", "ferries"), "en"))
        self.assertEqual(story.modified_at, datetime(2021, 3, 6, 5, 0, tzinfo=UTC))

    def test_open_graph_is_enough(self) -> None:
        head = (
            '<meta property="og:title" content="Harbour reopens - Agency"><meta property="og:site_name" content="Agency">'
            '<meta property="article:published_time" content="2021-03-05T04:54:00Z"><meta property="og:image" content="https://old.example/1.jpg">'
        )
        story = read(page(head=head)).stories[0]
        self.assertEqual((story.headline, story.published_at), ("Harbour reopens", datetime(2021, 3, 5, 4, 54, tzinfo=UTC)))
        self.assertEqual(story.picture.address if story.picture else "", "https://old.example/1.jpg")

    def test_language_versions_and_the_old_address(self) -> None:
        head = linked() + (
            '<link rel="canonical" href="https://old.example/en/17"><link rel="alternate" hreflang="kz" href="/kk/17">'
            '<link rel="alternate" hreflang="ru-KZ" href="https://old.example/ru/17"><link rel="alternate" hreflang="en" href="/en/17">'
        )
        story = read(page(head=head)).stories[0]
        self.assertEqual(story.address, "https://old.example/en/17")
        self.assertEqual(story.alternates, (("kk", "https://old.example/kk/17"), ("ru", "https://old.example/ru/17")))

    def test_addresses_that_are_no_web_addresses_are_not_taken(self) -> None:
        head = linked() + '<link rel="canonical" href="javascript:alert(1)"><meta property="og:image" content="data:image/png;base64,AA">'
        story = read(page(head=head)).stories[0]
        self.assertEqual((story.address, story.picture), ("", None))

    def test_views_that_contradict_each_other_are_unknown_and_reported(self) -> None:
        found = read(page(head=linked(), before='<span class="views">12</span>', after='<div class="post-views">14</div>'))
        self.assertIsNone(found.stories[0].views)
        self.assertIn("12, 14", found.troubles[0].found)

    def test_a_counter_of_another_story_is_not_taken(self) -> None:
        found = read(page(head=linked(), after='<aside><span class="views">99</span></aside><a href="/x"><b class="views">98</b></a>'))
        self.assertIsNone(found.stories[0].views)

    def test_broken_linked_data_does_not_hide_the_rest(self) -> None:
        head = (
            '<script type="application/ld+json">{"@type": NewsArticle</script>'
            + "<script type='application/ld+json'>"
            + "[" * 9000
            + "</script>"
        )
        found = read(page(head=head, before='<time datetime="2021-03-05T09:54">5 March</time>'))
        self.assertEqual(found.stories[0].published_at, datetime(2021, 3, 5, 9, 54, tzinfo=ALMATY))

    def test_what_no_database_takes_is_left_out(self) -> None:
        more = (
            ',"author":"Aru\\u0000 \\ud800Sadyk","interactionStatistic":{"interactionType":"ViewAction","userInteractionCount":"'
            + "9" * 40
            + '"}'
        )
        story = read(page(head=linked(more))).stories[0]
        self.assertEqual((story.byline, story.views), ("Aru Sadyk", None))

    def test_a_year_that_nothing_was_published_in_is_no_date(self) -> None:
        with self.assertRaises(BadPage):
            read(page(head=linked(published="0001-01-01T00:00:00+05:00")))


class ShownTests(TestCase):
    def test_a_line_with_date_and_count_is_read_where_nothing_is_declared(self) -> None:
        story = read(page(before="<div>05.03.2021, 09:54 <span>29 521</span></div>")).stories[0]
        self.assertEqual((story.published_at, story.views), (datetime(2021, 3, 5, 9, 54, tzinfo=ALMATY), 29521))

    def test_a_declared_day_takes_its_time_from_the_page_or_midnight_and_a_report(self) -> None:
        day = linked(published="2021-03-05")
        self.assertEqual(read(page(head=day, before="<p>05.03.2021, 09:54</p>")).stories[0].published_at.hour, 9)
        found = read(page(head=day))
        self.assertEqual((found.stories[0].published_at.hour, len(found.troubles)), (0, 1))

    def test_the_body_is_clean_and_its_furniture_gone(self) -> None:
        body = (
            TEXT + "<h2>Prices</h2><ul><li>Wagons pay as before</li><li>Cars pay less</li></ul><script>steal()</script>"
            '<blockquote><p>We are glad of it.</p></blockquote><p onclick="x()">More on <a href="javascript:y()">this</a> and'
            ' <a href="https://old.example/t">timetables</a> <b>soon</b>, says the port of the town.</p><p>Tell a friend</p>'
            "<p>All rights reserved.</p>"
        )
        story = read(page(head=linked(), before="<p>05.03.2021, 09:54</p>", body=body)).stories[0]
        self.assertNotIn("script", story.body)
        self.assertNotIn("javascript", story.body)
        self.assertNotIn("onclick", story.body)
        self.assertIn("<li>Cars pay less</li>", story.body)
        self.assertIn('href="https://old.example/t"', story.body)
        self.assertEqual(story.rights_notice, "All rights reserved.")
        self.assertNotIn("Tell a friend", story.paragraphs)
        self.assertEqual(story.paragraphs[0][:11], "The harbour")

    def test_a_marked_body_is_taken_as_it_is(self) -> None:
        body = (
            f'<div itemprop="articleBody">{TEXT}<p>Short.</p><div class="share"><a href="/s">Share</a></div></div><p>Not of the text.</p>'
        )
        story = read(page(head=linked(), body=body)).stories[0]
        self.assertEqual((len(story.paragraphs), story.paragraphs[-1]), (3, "Short."))

    def test_figure_caption_and_credit(self) -> None:
        figure = '<figure><img src="/p.jpg" alt="Ferry"><figcaption>The first ferry. Photo: port.example</figcaption></figure>'
        story = read(page(head=linked(), before=figure)).stories[0]
        self.assertEqual(story.credit_line, "port.example")
        self.assertEqual((story.picture.caption, story.picture.alt) if story.picture else (), ("The first ferry.", "Ferry"))

    def test_a_text_that_only_linked_data_has_is_taken_from_there_and_reported(self) -> None:
        text = "The harbour opened again.\\nThe next crossing is on Monday, and after that on each day of the week."
        found = read(page(head=linked(f',"articleBody":"{text}"'), body="<div id='app'></div>"))
        self.assertEqual(len(found.stories[0].paragraphs), 2)
        self.assertEqual(len(found.troubles), 1)

    def test_most_viewed_with_links_dates_counts_and_windows(self) -> None:
        box = (
            "<aside><h3>Самое читаемое за неделю</h3><ul><li><a href='/ru/9'>Снег закрыл дороги</a> 03.03.2021, 10:00 <i>5 321</i></li>"
            "<li><time datetime='2021-03-02T11:30'>2 марта</time> <a href='/ru/8'>Театр открыл сезон</a></li></ul>"
            "<h3>За месяц популярное</h3><ol><li><a href='/ru/7'>Мост открыт</a></li></ol></aside>"
        )
        head = linked() + '<link rel="canonical" href="https://old.example/ru/17">'
        entries = read(page(head=head, after=box)).entries
        self.assertEqual(
            [(e.list_number, e.position, e.views, e.window) for e in entries],
            [(1, 1, 5321, "week"), (1, 2, None, "week"), (2, 1, None, "month")],
        )
        self.assertEqual(entries[1].published_at, datetime(2021, 3, 2, 11, 30, tzinfo=ALMATY))
        self.assertEqual((entries[2].published_at, entries[2].address), (None, "https://old.example/ru/7"))

    def test_a_page_without_text_is_a_headline(self) -> None:
        found = read(page(head=linked(), body=""))
        self.assertEqual((found.stories, [one.headline for one in found.headlines]), ((), ["Harbour reopens"]))

    def test_old_encodings_are_believed_when_they_are_declared(self) -> None:
        text = page(
            head=linked(),
            body="<p>Порт снова открыт после ремонта, первый паром пришёл утром в пятницу и привёз сорок вагонов.</p>" * 2,
            language="ru",
        )
        found = read(text.replace('charset="utf-8"', 'charset="windows-1251"'), "windows-1251")
        self.assertEqual((found.encoding, found.stories[0].paragraphs[0][:4]), ("windows-1251", "Порт"))


class RefusalTests(TestCase):
    def test_a_page_without_a_date_is_no_article(self) -> None:
        with self.assertRaises(BadPage) as caught:
            read(page())
        self.assertIn("publication date", caught.exception.trouble.expected)

    def test_a_page_without_a_headline_is_none(self) -> None:
        with self.assertRaises(BadPage):
            read("<html><body><p>05.03.2021, 09:54</p></body></html>")

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(alphabet="<>/=\"' abchtmlpdiv![]{}&;:0159.-", max_size=200))
    def test_broken_markup_is_read_or_refused_but_never_breaks(self, noise: str) -> None:
        try:
            read("<html><head>" + linked() + noise + "</head><body>" + noise + TEXT + noise)
        except BadPage as error:
            self.assertTrue(error.trouble.expected)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, str, list[str], datetime, int | None, str]:
    language = draw(st.sampled_from(["kk", "ru", "en"]))
    headline = draw(sentences(language, 2, 8))
    paragraphs = draw(st.lists(sentences(language, 15, 40).map(lambda text: text + "."), min_size=2, max_size=6, unique=True))
    at = datetime(2021, 1, 1, tzinfo=ALMATY) + timedelta(minutes=draw(st.integers(0, 500_000)))
    return (
        language,
        headline,
        paragraphs,
        at,
        draw(st.one_of(st.none(), st.integers(0, 10**7))),
        draw(st.sampled_from(["ld", "og", "time", "line"])),
    )


class RoundTripTests(TestCase):
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        articles(),
        st.sampled_from(["<article>{}</article>", "<div class='story'>{}</div>", "<main><div itemprop='articleBody'>{}</div></main>"]),
    )
    def test_an_article_reads_back_as_it_was_written(
        self, article: tuple[str, str, list[str], datetime, int | None, str], frame: str
    ) -> None:
        language, headline, paragraphs, at, views, way = article
        marks = {
            "ld": '<script type="application/ld+json">'
            f'{{"@type":"NewsArticle","headline":"{headline}","datePublished":"{at.isoformat()}"}}</script>',
            "og": f'<meta property="article:published_time" content="{at.isoformat()}">',
        }
        shown = {"time": f'<time datetime="{at.isoformat()}">{at:%d.%m.%Y}</time>', "line": f"<div>{at:%d.%m.%Y, %H:%M}</div>"}
        count = "" if views is None else f'<span class="views-count">{views:,}</span>'.replace(",", "&nbsp;")
        text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
        source = (
            f'<html lang="{language}"><head><title>{headline}</title>{marks.get(way, "")}</head><body><h1>{headline}</h1>'
            f"{shown.get(way, '')}{count}{frame.format(text)}</body></html>"
        )
        story = read(source).stories[0]
        self.assertEqual((story.headline, story.language, story.views), (headline, language, views))
        self.assertEqual(story.published_at, at)
        self.assertEqual(list(story.paragraphs), paragraphs)
