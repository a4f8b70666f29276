"""The page of one story, and its text alone."""

import re
from datetime import timedelta
from unittest.mock import patch

from django.utils import translation

from dateline.agency.models import Agency
from dateline.media import renditions
from dateline.media.renditions import ensure
from dateline.readership.carrying import CarriedCount, carry_over
from dateline.stories import elsewhere, publishing
from dateline.stories.models import Dossier, Story, StoryPicture, StorySource
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject
from dateline.website.tests.pages import PageTestCase

AFTER_NOON = NOON + timedelta(minutes=5)


class StoryPageTests(PageTestCase):
    def test_it_shows_time_headline_lead_and_text(self) -> None:
        story = make_story(headline="Reservoir opens two gates", lead="It is early.", body="<p>Two of five.</p>")
        page = self.page(story.get_absolute_url())
        for wanted in (
            '<time class="dateline-time" datetime="2026-03-12T12:00+05:00">12:00</time>',
            "<b>Thursday</b> 12.03.2026",
            "Reservoir opens two gates</h1>",
            '<p class="standfirst">It is early.</p>',
            "<p>Two of five.</p>",
            '<html lang="en"',
        ):
            self.assertIn(wanted, page)

    def test_the_text_opens_with_place_date_and_agency(self) -> None:
        Agency.objects.create(names={"en": "Kerme", "ru": "Керме"})
        page = self.page(make_story(dateline="KARASOR & HILLS", body="<p>Two gates.</p>").get_absolute_url())
        self.assertIn('<p><span class="place">KARASOR &amp; HILLS, 12 March (Kerme).</span> Two gates.</p>', page)

    def test_without_a_place_the_text_stands_as_it_is(self) -> None:
        self.assertNotIn('class="place"', self.page(make_story().get_absolute_url()))

    def test_authors_sources_subjects_and_dossier_are_named_and_led_to(self) -> None:
        dossier = Dossier.objects.create(slug="flood", names={"en": "The flood"})
        source = StorySource(role="said", name="Water Office", address="https://water.example/")
        story = make_story(
            authors=[make_author()],
            subjects=[make_subject()],
            sources=[source, StorySource(role="carried", name="North Wire")],
            dossier=dossier,
        )
        page = self.page(story.get_absolute_url())
        self.assertIn('<a href="/en/author/aigerim-tolen/">Aigerim Tolen</a>', page)
        self.assertIn('<dt>Said by</dt><dd><a href="https://water.example/" rel="noopener nofollow">Water Office</a></dd>', page)
        self.assertIn("<dt>Carried by</dt><dd>North Wire</dd>", page)
        self.assertIn('<a href="/en/subject/medtop-06000000/">Environment</a>', page)
        self.assertIn('<a href="/en/dossier/flood/">The flood</a>', page)

    def test_a_role_is_named_once_however_many_sources_have_it(self) -> None:
        roles = (("said", "Water Office"), ("carried", "North Wire"), ("said", "District Office"))
        page = self.page(make_story(sources=[StorySource(role=role, name=name) for role, name in roles]).get_absolute_url())
        self.assertIn("<dt>Said by</dt><dd>Water Office</dd><dd>District Office</dd></div><div><dt>Carried by</dt>", page)
        self.assertEqual(page.count("<dt>Said by</dt>"), 1)

    def test_a_byline_stands_in_the_place_of_the_authors(self) -> None:
        page = self.page(make_story(byline="By our correspondent", authors=[make_author()]).get_absolute_url())
        self.assertIn("<b>By our correspondent</b>", page)
        self.assertNotIn('href="/en/author/', page)

    def test_a_picture_has_its_sizes_its_alternative_and_its_credit(self) -> None:
        picture = make_picture(800, 600)
        ensure(picture)
        placement = StoryPicture(picture=picture, caption="Two gates.", alt_text="A dam", credit_line="Drawing: Kerme")
        page = self.page(make_story(pictures=[placement]).get_absolute_url())
        self.assertRegex(page, r'<source type="image/webp" srcset="[^"]+ 360w, [^"]+ 672w, [^"]+ 800w" sizes=')
        self.assertRegex(
            page,
            r'<img src="/media/[^"]+width-672[^"]+" srcset="[^"]+" sizes="[^"]+" width="800" height="600" alt="A dam" fetchpriority="high"',
        )
        self.assertIn('<figcaption>Two gates. <span class="credit">Drawing: Kerme</span></figcaption>', page)

    def test_only_the_first_picture_is_loaded_at_once(self) -> None:
        pictures = [make_picture(), make_picture()]
        for picture in pictures:
            renditions.ensure(picture)
        page = self.page(make_story(pictures=pictures).get_absolute_url())
        self.assertEqual((page.count('fetchpriority="high"'), page.count('loading="lazy"')), (1, 1))

    def test_of_a_picture_whose_sizes_are_not_made_yet_the_credit_is_printed(self) -> None:
        page = self.page(make_story(pictures=[make_picture()]).get_absolute_url())
        self.assertIn('<p class="credit">Kerme graphics desk</p>', page)
        self.assertNotIn("<img", page.split("<main")[1].split("aside")[0])

    def test_of_a_picture_that_is_not_here_the_credit_is_printed(self) -> None:
        page = self.page(make_story(pictures=[StoryPicture(credit_line="Images | agency.example")]).get_absolute_url())
        self.assertIn('<p class="credit">Images | agency.example</p>', page)
        self.assertNotIn("<figure>", page)

    def test_the_agencys_notice_stands_under_the_text_with_the_year(self) -> None:
        Agency.objects.create(rights_notices={"en": "© Kerme, {year}."})
        self.assertIn("© Kerme, 2026.", self.page(make_story().get_absolute_url()))

    def test_the_storys_own_notice_replaces_the_agencys(self) -> None:
        Agency.objects.create(rights_notices={"en": "© Kerme, {year}."})
        page = self.page(make_story(copyright_notice="© North Wire", usage_terms="Not for resale.").get_absolute_url())
        self.assertIn("© North Wire Not for resale.", page)
        self.assertNotIn("© Kerme", page)

    def test_views_here_and_on_an_old_site_are_shown_as_one_number(self) -> None:
        story = make_story(language="ru")
        carry_over([CarriedCount(story.pk, 29521, NOON.date())])
        page = self.page(story.get_absolute_url())
        self.assertIn('<data value="29521">29\u202f521</data> <span>просмотр</span>', page)

    def test_a_story_without_views_says_so(self) -> None:
        self.assertIn('<data value="0">–</data> <span>no views yet</span>', self.page(make_story().get_absolute_url()))

    def test_it_escapes_what_editors_typed(self) -> None:
        page = self.page(make_story(headline="<script>alert(1)</script>", lead='"><b>').get_absolute_url())
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;</h1>", page)

    def test_an_update_and_a_correction_are_told_apart(self) -> None:
        story = make_story()
        publishing.update(story, at=NOON + timedelta(minutes=70))
        page = self.page(story.get_absolute_url())
        self.assertIn('Updated <time datetime="2026-03-12T13:10+05:00">13:10</time>', page)
        self.assertNotIn("Corrected", page)
        publishing.correct(Story.objects.get(pk=story.pk), at=NOON + timedelta(minutes=80), note="It was 260, it is 620.")
        page = self.page(story.get_absolute_url())
        self.assertNotIn("Updated", page)
        self.assertIn("It was 260, it is 620.", page)
        self.assertIn('Corrected <time datetime="2026-03-12T13:20+05:00">13:20</time></a>', page)

    def test_a_story_of_last_year_says_that_it_is_old(self) -> None:
        old = make_story(at=NOON - timedelta(days=800))
        self.assertIn("This story is from 02.01.2024", self.page(old.get_absolute_url()))

    def test_previous_and_next_are_its_neighbours_in_its_language(self) -> None:
        before = make_story(headline="Before", at=NOON - timedelta(days=3))
        make_story(headline="Earlier still", at=NOON - timedelta(days=4))
        story = make_story(headline="Middle")
        after = make_story(headline="After", at=NOON)  # at the same moment, published later
        make_story(headline="Other language", language="ru", at=NOON + timedelta(minutes=1))
        page = self.page(story.get_absolute_url())
        self.assertIn(f'<a rel="prev" href="{before.get_absolute_url()}">', page)
        self.assertIn(f'<a rel="next" href="{after.get_absolute_url()}">', page)

    def test_the_horizon_has_a_stem_a_story_and_marks_this_one(self) -> None:
        story = make_story()
        make_story(at=NOON + timedelta(hours=1))
        make_story(at=NOON + timedelta(days=1))
        gone = make_story(at=NOON + timedelta(hours=2))
        publishing.kill(gone, at=NOON + timedelta(hours=3), reason="wrong")
        page = self.page(story.get_absolute_url())
        stems = re.search(r'<path class="h-stem" d="([^"]+)"', page)
        assert stems
        self.assertEqual(re.findall(r"M(\d+) ", stems[1]), ["720", "780"])
        self.assertRegex(page, r'class="h-stem h-gone" d="M840 ')
        self.assertIn('<line class="h-mark" x1="50%" x2="50%"', page)
        self.assertIn("<b>Thursday, 12 March 2026</b>", page)
        self.assertIn('href="/en/archive/2026/03/12/"', page)

    def test_relevant_news_are_headlines_that_can_be_read_on(self) -> None:
        story, other = make_story(), make_story(headline="It belongs with it")
        with patch("dateline.website.story_pages.relevant_news", return_value=[other]):
            page = self.page(story.get_absolute_url())
        self.assertIn(f'<a href="{other.get_absolute_url()}" data-part="/en/part/{other.pk}/">It belongs with it</a>', page)

    def test_without_relevant_news_it_says_so(self) -> None:
        self.assertIn("No other story belongs closely with this one yet.", self.page(make_story().get_absolute_url()))

    def test_no_style_and_no_script_stands_in_the_page(self) -> None:
        page = self.page(make_story(pictures=[make_picture()]).get_absolute_url())
        self.assertNotRegex(page, r"\sstyle=|<style|\son\w+=")
        self.assertEqual(re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", page), [])

    def test_it_costs_few_queries_however_much_belongs_to_it(self) -> None:
        pictures = [make_picture(), make_picture()]
        for picture in pictures:
            ensure(picture)
        story = make_story(authors=[make_author()], subjects=[make_subject()], sources=["Water Office"], pictures=pictures)
        publishing.correct(story, at=AFTER_NOON, note="One number was wrong.")
        for minute in range(10):
            make_story(at=NOON + timedelta(minutes=minute))
        self.page(story.get_absolute_url())  # what changes rarely is remembered from here on
        with self.at_most(12):
            self.page(story.get_absolute_url())


class AddressTests(PageTestCase):
    def test_a_wrong_or_missing_slug_leads_to_the_right_address(self) -> None:
        story = make_story()
        for address in (f"/en/story/{story.pk}/something-else/", f"/en/story/{story.pk}/"):
            self.assertRedirects(self.client.get(address), story.get_absolute_url(), status_code=301)

    def test_an_address_keeps_working_after_the_headline_has_changed(self) -> None:
        story = make_story(headline="First words")
        address = story.get_absolute_url()
        story.headline = "Other words"
        publishing.update(story, at=AFTER_NOON)
        self.assertIn("Other words</h1>", self.page(address))

    def test_drafts_embargoed_stories_and_other_languages_are_not_found(self) -> None:
        draft = make_draft()
        embargoed = make_story(embargoed_until=NOON.replace(year=2126))
        russian = make_story(language="ru")
        for address in (
            f"/en/story/{draft.pk}/-/",
            embargoed.get_absolute_url(),
            f"/en/story/{russian.pk}/{russian.slug}/",
            "/en/story/99999/x/",
        ):
            self.page(address, 404)
            self.page(address.replace("/story/", "/part/").rsplit("/", 2)[0] + "/", 404)

    def test_only_the_agencys_languages_are_addresses(self) -> None:
        self.page("/de/", 404)
        self.page("/english/", 404)


class WithdrawnTests(PageTestCase):
    def test_it_answers_410_and_says_when_and_why_in_its_language(self) -> None:
        story = make_story(language="ru", headline="Секрет", body="<p>Тайна.</p>")
        publishing.kill(story, at=NOON + timedelta(minutes=32), reason="internal", public_reason="Данные были неверны.")
        page = self.page(story.get_absolute_url(), 410)
        for wanted in (
            "Данные были неверны.",
            "12.03.2026, 12:00",
            "12.03.2026, 12:32",
            '<html lang="ru"',
            "/ru/archive/2026/03/12/",
            "noindex",
        ):
            self.assertIn(wanted, page)
        for hidden in ("Секрет", "Тайна", "internal"):
            self.assertNotIn(hidden, page)

    def test_its_text_alone_is_not_found(self) -> None:
        story = make_story()
        publishing.kill(story, at=AFTER_NOON, reason="wrong")
        self.page(f"/en/part/{story.pk}/", 404)


class LanguageTests(PageTestCase):
    def test_the_switch_leads_to_the_storys_own_versions(self) -> None:
        russian = make_story(language="ru")
        english = make_story(language="en", identity=russian.identity)
        page = self.page(english.get_absolute_url())
        self.assertIn(f'<a href="{russian.get_absolute_url()}" lang="ru" hreflang="ru">Русский</a>', page)
        self.assertIn(f'hreflang="ru" href="http://testserver{russian.get_absolute_url()}"', page)

    def test_a_missing_version_is_named_and_leads_to_the_front_page(self) -> None:
        page = self.page(make_story(language="en").get_absolute_url())
        self.assertRegex(page, r'<a href="/kk/#not-yet" lang="kk" hreflang="kk" class="elsewhere">Қазақша<span>, [^<]+</span></a>')

    def test_the_address_decides_not_the_browser(self) -> None:
        story = make_story(language="ru")
        with translation.override("en"):
            response = self.client.get(story.get_absolute_url(), headers={"Accept-Language": "en"})
        self.assertIn('<html lang="ru"', response.content.decode())
        self.assertIn("<b>Четверг</b>", response.content.decode())
        self.assertEqual(response.headers["Content-Language"], "ru")


class PartTests(PageTestCase):
    def test_it_is_the_text_without_a_page_and_not_for_search_engines(self) -> None:
        story = make_story(section=make_section("sport"))
        response = self.client.get(f"/en/part/{story.pk}/")
        markup = response.content.decode()
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
        self.assertTrue(markup.strip().startswith("<article"), markup[:80])
        self.assertIn(f'<a href="{story.get_absolute_url()}">{story.headline}</a></h2>', markup)
        self.assertNotIn("<h1", markup)

    def test_it_costs_few_queries(self) -> None:
        story = make_story(authors=[make_author()], pictures=[make_picture()])
        self.page(f"/en/part/{story.pk}/")
        with self.at_most(8):
            self.page(f"/en/part/{story.pk}/")


class ChangedElsewhereTests(PageTestCase):
    def test_readers_hear_of_a_correction_in_another_language_when_the_editor_says_so_until_it_is_settled(self) -> None:
        story = make_story(language="en")
        russian = make_story(identity=story.identity, language="ru", headline="Водохранилище")
        for tell_readers, word in ((False, "silent"), (True, "told")):
            release = publishing.correct(Story.objects.get(pk=russian.pk), at=AFTER_NOON, note=word)
            elsewhere.flag(release, tell_readers=tell_readers)
            self.assertEqual(tell_readers, "was corrected on" in self.page(story.get_absolute_url()))
        self.assertIn("Водохранилище", self.page(story.get_absolute_url()))
        elsewhere.settle(story, at=AFTER_NOON, by=None)
        self.assertNotIn("was corrected on", self.page(story.get_absolute_url()))

    def test_of_a_withdrawn_one_nothing_but_that_is_said(self) -> None:
        story = make_story(language="en")
        russian = make_story(identity=story.identity, language="ru", headline="Тайна")
        elsewhere.flag(publishing.kill(russian, at=AFTER_NOON, reason="Wrong"), tell_readers=True)
        page = self.page(story.get_absolute_url())
        self.assertIn("was withdrawn on", page)
        self.assertNotIn("Тайна", page)
