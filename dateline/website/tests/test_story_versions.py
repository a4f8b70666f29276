"""The public page of a story's versions, and what the agency has signed."""

import base64
import json
import re
from datetime import timedelta
from unittest.mock import patch

from cryptography.hazmat.primitives.serialization import load_pem_public_key

from dateline.stories import publishing, signing
from dateline.stories.models import Release, Story, StoryPicture
from dateline.stories.snapshots import Parts
from dateline.testing import NOON, make_author, make_draft, make_picture, make_section, make_story, make_subject, make_user, minutes_ago
from dateline.website import signed_heads, story_versions
from dateline.website.tests.pages import PageTestCase


def saved(story: Story) -> Story:
    return Story.objects.get(pk=story.pk)


class VersionsTestCase(PageTestCase):
    def versions(self, story: Story, query: str = "", status: int = 200) -> str:
        return self.page(story_versions.address(saved(story)) + query, status)

    def change(self, story: Story, minutes: float, note: str = "", **fields: object) -> Release:
        story = saved(story)
        for name, value in fields.items():
            setattr(story, name, value)
        when = NOON + timedelta(minutes=minutes)
        if note:
            return publishing.correct(story, at=when, note=note, reason="for the newsroom", by=make_user(f"editor{minutes}"))
        return publishing.update(story, at=when, reason="for the newsroom")


class VersionsPageTests(VersionsTestCase):
    def test_each_version_says_when_it_went_out_and_what_differed(self) -> None:
        story = make_story(
            headline="Two gates open", lead="It is early.", body="<p>The dam opened two of its five gates.</p><p>Second.</p>",
            ednote="never show this", slugline="nevershow-slug", pictures=[StoryPicture(picture=make_picture(), caption="The dam")],
        )  # fmt: skip
        changed = saved(story)
        changed.headline, changed.section = "Three gates open", make_section("economy")
        changed.body = "<p>The dam opened three of its five gates.</p><p>Second.</p><p>A new one.</p>"
        changed.pictures.set([StoryPicture(credit_line="gov.example", caption="A map")])
        publishing.update(changed, at=NOON + timedelta(minutes=5), reason="for the newsroom")
        release = self.change(story, 65, note="It is three, not four.")
        page = self.versions(story)
        for wanted in (
            "<del>Two</del><ins>Three</ins> gates open",
            "The dam opened <del>two</del> <ins>three</ins> of its five gates.",
            "1 paragraph is unchanged",
            "<ins>A new one.</ins>",
            "<del>The dam · Kerme graphics desk</del>",
            "<ins>A map · gov.example</ins>",
            "<del>Regions</del> <ins>Economy</ins>",
            '<p class="correction">It is three, not four.</p>',
            '<time datetime="2026-03-12T13:05+05:00">13:05</time>',
            '<meta name="robots" content="noindex, follow">',
            f"<code>{release.hash}</code>",
            release.hash[:12],
        ):
            self.assertIn(wanted, page)
        kinds = re.findall(r'<h2 id="version-\d">(\w+)</h2>', page)
        self.assertEqual(kinds, ["Corrected", "Updated", "Published"])
        for private in ("never show this", "nevershow-slug", "for the newsroom", "editor65"):
            self.assertNotIn(private, page)

    def test_the_story_leads_to_it_from_the_second_version_on(self) -> None:
        story = make_story()
        self.assertNotIn("versions/", self.page(story.get_absolute_url()))
        self.change(story, 5, headline="Another")
        self.assertIn(f'<a href="{story_versions.address(saved(story))}">Versions</a>', self.page(story.get_absolute_url()))

    def test_what_cannot_be_shown_as_a_difference_is_said(self) -> None:
        story = make_story(body="<p>Two <a href='https://a.example/'>gates</a>.</p>")
        self.change(story, 1, urgency=1)
        self.change(story, 2, body="<p>Two gates.</p>")
        self.change(story, 3, body="<p>" + "a b " * 300_000 + "</p>")
        self.change(story, 4, body="<p>" + "a b " * 40_000 + "</p>")
        self.change(story, 5, body="<p>" + "b a " * 40_000 + "</p>")
        page = self.versions(story)
        self.assertIn("Headline, lead, text, pictures and section are the same as before.", page)
        self.assertIn("The words are the same; links or emphasis differ.", page)
        self.assertEqual(page.count("It is too long to be compared here."), 3)

    def test_what_editors_write_is_text_not_markup(self) -> None:
        story = make_story(headline="<script>alert(1)</script>")
        self.change(story, 1, headline="<img src=x onerror=alert(2)>", note="<b>x</b>")
        page = self.versions(story)
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img src=x", page)
        self.assertIn("&lt;b&gt;x&lt;/b&gt;", page)

    def test_a_difference_is_computed_once(self) -> None:
        story = make_story()
        self.change(story, 1, headline="Another")
        self.versions(story)
        with patch.object(story_versions, "_compute", side_effect=AssertionError("computed again")), self.at_most(14):
            self.versions(story)

    def test_many_versions_come_in_pages(self) -> None:
        story = make_story()
        for number in range(1, story_versions.AT_ONCE + 2):
            self.change(story, number, lead=f"Lead {number}")
        page = self.versions(story)
        self.assertEqual(page.count('<article class="version"'), story_versions.AT_ONCE)
        self.assertIn('href="?before=3"', page)
        page = self.versions(story, "?before=3")
        self.assertEqual(page.count('<article class="version"'), 2)
        self.assertIn("The newest versions", page)
        self.assertIn("<ins>Lead 1</ins>", page)
        for odd in ("x", "-1", "٣", "9" * 400, "0"):
            self.versions(story, f"?before={odd}")

    def test_a_story_of_an_old_site_says_when_it_first_came_out(self) -> None:
        old = Story(
            language="en", slugline="a", headline="Old", body="<p>x</p>", section=make_section(), published_at=NOON - timedelta(days=900)
        )
        publishing.move_in([(old, Parts())], at=NOON)
        self.assertIn("It was first published on 24.09.2023, 13:00, and came to this site later.", self.versions(old))

    def test_its_address_is_like_the_storys(self) -> None:
        story = make_story(headline="Two gates")
        self.assertRedirects(self.client.get(f"/en/story/{story.pk}/other/versions/"), story_versions.address(story), 301)
        self.page(story_versions.address(story).replace("/en/", "/ru/"), 404)
        self.page(f"/en/story/{make_draft().pk}/-/versions/", 404)
        self.page(story_versions.address(make_story(embargoed_until=minutes_ago(-60))), 404)

    def test_the_language_switch_leads_to_the_same_page(self) -> None:
        story = make_story()
        kazakh = make_story(language="kk", identity=story.identity, headline="Екі қақпа")
        self.assertIn(f'href="{story_versions.address(kazakh)}"', self.versions(story))


class TakenBackVersionsTests(VersionsTestCase):
    def test_a_version_that_was_taken_back_shows_no_text(self) -> None:
        story = make_story(headline="Two gates")
        self.change(story, 5, headline="Xylophones", note="Xylophones were wrong.")
        publishing.undo(story, at=NOON + timedelta(minutes=5, seconds=3))
        self.change(story, 9, headline="Three gates")
        page = self.versions(story)
        self.assertNotIn("Xylophones", page)
        self.assertIn("This was taken back within seconds. It is not shown.", page)
        self.assertEqual(re.findall(r'<h2 id="version-\d">([\w ]+)</h2>', page), ["Updated", "Taken back", "Corrected", "Published"])
        self.assertIn("<del>Two</del><ins>Three</ins> gates", page)

    def test_a_story_taken_back_whole_has_no_page_until_it_is_out_again(self) -> None:
        story = make_story(headline="Xylophones")
        address = story_versions.address(story)
        publishing.undo(story, at=NOON)
        self.assertIn("This story was taken back", self.page(address, 404))
        again = saved(story)
        again.headline = "Two gates"
        publishing.publish(again, at=NOON + timedelta(minutes=1))
        page = self.page(address)
        self.assertNotIn("Xylophones", page)
        self.assertNotIn("<ins>Two", page)

    def test_a_withdrawal_that_was_taken_back_shows_the_texts_again(self) -> None:
        story = make_story(headline="Two gates")
        self.change(story, 1, headline="Three gates")
        publishing.kill(story, at=NOON, reason="x", public_reason="Never told")
        publishing.undo(story, at=NOON)
        page = self.versions(story)
        self.assertIn("<del>Two</del><ins>Three</ins> gates", page)
        self.assertNotIn("Never told", page)


class WithdrawnTests(VersionsTestCase):
    """A withdrawn story leaves no copy of any version anywhere in public."""

    WORDS = ("xylophonist", "xylolead", "xylobody", "xylocaption", "xylocredit", "xylonote", "xylosource", "xylobyline", "xyloplace")

    def killed(self) -> Story:
        story = make_story(
            at=minutes_ago(3), headline="xylophonist one", lead="xylolead", body="<p>xylobody reservoir</p>", byline="xylobyline",
            dateline="xyloplace",
            sources=["xylosource"], subjects=[make_subject()], authors=[make_author()], urgency=1,
            pictures=[StoryPicture(picture=make_picture(credit_lines={"en": "xylocredit"}), caption="xylocaption")],
        )  # fmt: skip
        other = saved(story)
        other.headline, other.body = "xylophonist two", "<p>xylobody reservoir again</p>"
        publishing.correct(other, at=minutes_ago(2), note="xylonote")
        self.page(story_versions.address(saved(story)))  # whatever is remembered is remembered now
        publishing.kill(story, at=minutes_ago(1), reason="secret reason", public_reason="The figures were not ours.")
        return saved(story)

    def test_its_versions_are_times_and_kinds_alone(self) -> None:
        story = self.killed()
        page = self.versions(story)
        self.assertEqual(re.findall(r'<h2 id="version-\d">(\w+)</h2>', page), ["Withdrawn", "Corrected", "Published"])
        self.assertIn("The figures were not ours.", page)
        for word in (*self.WORDS, "secret reason"):
            self.assertNotIn(word, page.replace(story.slug, ""))


class SignedHeadsTests(PageTestCase):
    HEADS = "/.well-known/dateline-signed-heads.json"
    KEY = "/.well-known/dateline-signing-key.pem"

    def test_before_the_first_signature_there_is_no_key(self) -> None:
        self.page(self.KEY, 404)
        self.assertEqual(json.loads(self.page(self.HEADS)), {"heads": [], "keys": {}, "older": None})

    def test_anybody_can_check_them_with_what_is_published(self) -> None:
        make_story()
        signing.sign_head(NOON)
        told = json.loads(self.page(self.HEADS))
        head = told["heads"][0]
        said = {name: head[name] for name in ("at", "day", "hash", "key", "number")}
        text = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
        for pem in (told["keys"][head["key"]], self.page(self.KEY)):
            load_pem_public_key(pem.encode()).verify(base64.b64decode(head["signature"]), text)  # type: ignore[union-attr, call-arg]
        self.assertEqual(head["hash"], Release.objects.get().hash)

    def test_older_ones_have_an_address(self) -> None:
        story = make_story()
        for day in range(5):
            publishing.update(saved(story), at=NOON + timedelta(days=day))
            signing.sign_head(NOON + timedelta(days=day))
        with patch.object(signed_heads, "AT_ONCE", 2):
            days, address = [], self.HEADS
            while address:
                told = json.loads(self.page(address))
                days += [head["day"] for head in told["heads"]]
                address = (told["older"] or "").removeprefix("http://testserver")
        self.assertEqual(days, [f"2026-03-{day}" for day in (16, 15, 14, 13, 12)])
        for odd in ("x", "-1", "9" * 40, "٣"):
            self.page(f"{self.HEADS}?before={odd}", 404)
