"""What can be done with a story in the editor, by whom, and that all of it goes through the doors."""

from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localtime, now

from dateline.desk import workflow
from dateline.desk.editor import locks
from dateline.desk.models import Alert, DeskRule, Note, Work
from dateline.desk.tests.editing import browser_of, opened, sent, somebody, url
from dateline.people.models import AuditEntry
from dateline.people.rights import Role
from dateline.stories.models import ChangedElsewhere, Correction, Release, Story
from dateline.testing import make_draft, make_section, make_story, make_subject


class ActTests(TestCase):
    def setUp(self) -> None:
        self.editor, self.reporter = somebody(Role.EDITOR), somebody(Role.REPORTER)
        self.at_editor, self.at_reporter = browser_of(self.editor), browser_of(self.reporter)

    def offers(self, client: Any, story: Story) -> list[str]:
        return [offer.name for offer in client.get(url("edit", story.pk)).context["offers"]]

    def main(self, client: Any, story: Story) -> list[str]:
        return [offer.name for offer in client.get(url("edit", story.pk)).context["offers"] if offer.main]

    def test_a_new_story_is_a_draft_that_nobody_sees(self) -> None:
        response = self.at_reporter.post(url("add"), sent())
        story = Story.objects.get()
        self.assertRedirects(response, url("edit", story.pk), fetch_redirect_response=False)
        self.assertEqual((story.state, story.live, story.body), (Story.State.DRAFT, False, "<p>Two of <b>five</b> gates.</p>"))
        self.assertEqual((story.work.stage, story.work.holder), (Work.Stage.WRITING, self.reporter))
        self.assertFalse(Release.objects.exists())

    def test_everything_of_the_form_is_saved(self) -> None:
        subject = make_subject()
        fields = {
            "lead": "Lead", "subjects": [subject.pk], "embargo_asked_by": "the ministry", "usage_terms": "not in print",
            "sources": [{"role": "said", "name": "Gauge office", "address": "https://example.org/a"},
                        {"role": "said", "name": "", "address": ""}],
            "pictures": [{"picture": "", "caption": "The dam", "alt_text": "", "credit_line": "Archive"}],
        }  # fmt: skip
        self.at_editor.post(url("add"), {**sent(**fields), "act": "publish"})
        story = Story.objects.get()
        self.assertEqual((story.lead, story.embargo_asked_by, story.usage_terms), ("Lead", "the ministry", "not in print"))
        self.assertEqual(list(story.subjects.all()), [subject])
        self.assertEqual([(one.name, one.address) for one in story.sources.all()], [("Gauge office", "https://example.org/a")])
        self.assertEqual([(one.caption, one.credit_line) for one in story.pictures.all()], [("The dam", "Archive")])
        self.assertEqual(story.state, Story.State.PUBLISHED)

    def test_rows_can_be_taken_out_again(self) -> None:
        story = make_draft(sources=["One", "Two"])
        rows = [{"role": "said", "name": "One", "DELETE": "on"}, {"role": "said", "name": "Two"}]
        self.at_editor.post(url("edit", story.pk), sent(story, sources=rows))
        self.assertEqual([one.name for one in workflow.latest(Story.objects.get()).sources.all()], ["Two"])

    def test_publishing_goes_through_the_door_and_into_the_audit_log(self) -> None:
        story = make_draft()
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "headline": "Now public", "act": "publish"})
        story = Story.objects.get()
        self.assertEqual((story.state, story.live, story.version, story.headline), (Story.State.PUBLISHED, True, 1, "Now public"))
        self.assertEqual(story.live_revision, story.latest_revision)
        self.assertEqual(Release.objects.get().by, self.editor)
        self.assertEqual(AuditEntry.objects.filter(act="story.publish", by=self.editor).count(), 1)
        self.assertFalse(Work.objects.exists())

    def test_an_edit_of_a_public_story_is_seen_only_after_its_update(self) -> None:
        story = make_story(headline="Old headline")
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "headline": "New headline"})
        self.assertEqual(Story.objects.get().headline, "Old headline")
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "update"})
        self.assertEqual(Story.objects.get().headline, "New headline")
        self.assertEqual([release.kind for release in Release.objects.all()], ["new", "update"])

    def test_an_update_of_nothing_is_refused(self) -> None:
        story = make_story()
        response = self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "update"}, follow=True)
        self.assertContains(response, "Nothing has been changed since it went out.")
        self.assertEqual(Release.objects.count(), 1)

    def test_what_may_not_go_out_is_saved_and_says_every_reason_with_its_field(self) -> None:
        empty = {**sent(slugline="", headline="", **{"body-html": ""}), "act": "publish"}
        response = self.at_editor.post(url("add"), empty, follow=True)
        for place, sentence in (("slugline", "slugline"), ("headline", "headline"), ("body", "body")):
            self.assertContains(response, f'<a href="#field-{place}">The {sentence} is empty.</a>', html=True)
        self.assertEqual(Story.objects.get().state, Story.State.DRAFT)
        self.assertFalse(Release.objects.exists())

    def test_a_text_goes_to_review_comes_back_with_a_note_is_approved_and_goes_out(self) -> None:
        story = make_draft()
        self.at_reporter.post(
            url("edit", story.pk), {**opened(self.at_reporter, story), "headline": "Mine", "act": "hand_in", "note": "Ready?"}
        )
        work = Work.objects.get()
        self.assertEqual((work.stage, work.holder), (Work.Stage.REVIEW, None))
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "send_back", "note": "Whose figures?"})
        work = Work.objects.get()
        self.assertEqual((work.stage, work.holder), (Work.Stage.WRITING, self.reporter))
        self.assertContains(self.at_reporter.get(url("edit", story.pk)), "Whose figures?")
        self.assertEqual(Alert.objects.get(person=self.reporter).kind, "returned")
        self.at_reporter.post(url("edit", story.pk), {**opened(self.at_reporter, story), "lead": "The office's.", "act": "hand_in"})
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "approve"})
        self.assertEqual((Work.objects.get().stage, Work.objects.get().approved_by), (Work.Stage.READY, self.editor))
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "publish"})
        self.assertEqual((Story.objects.get().state, Story.objects.get().lead), (Story.State.PUBLISHED, "The office's."))
        self.assertEqual(Note.objects.count(), 2)

    def test_a_return_needs_a_note(self) -> None:
        story = make_draft()
        workflow.hand_in(story, by=self.reporter, at=now())
        response = self.at_editor.post(
            url("edit", story.pk), {**opened(self.at_editor, story), "act": "send_back", "note": " "}, follow=True
        )
        self.assertContains(response, "Say what is missing")
        self.assertEqual(Work.objects.get().stage, Work.Stage.REVIEW)

    def test_only_what_fits_and_is_allowed_is_offered(self) -> None:
        draft, public = make_draft(), make_story()
        self.assertEqual(self.offers(self.at_reporter, draft), ["hand_in"])
        self.assertEqual(self.offers(self.at_editor, draft), ["hand_in", "publish", "schedule"])
        self.assertEqual(self.offers(self.at_editor, public), ["hand_in", "update", "schedule", "correct", "withdraw"])
        self.assertEqual((self.main(self.at_reporter, draft), self.main(self.at_editor, draft)), (["hand_in"], ["publish"]))
        workflow.hand_in(draft, by=self.reporter, at=now())
        self.assertEqual(self.offers(self.at_editor, draft), ["approve", "send_back", "publish", "schedule"])
        self.assertEqual(self.offers(self.at_reporter, draft), [])

    def test_what_is_not_offered_is_not_done(self) -> None:
        draft, public = make_draft(), make_story()
        response = self.at_reporter.post(url("edit", draft.pk), {**opened(self.at_reporter, draft), "act": "publish"}, follow=True)
        self.assertContains(response, "cannot be done")
        for name in ("correct", "unpublish", "undo"):
            self.assertEqual(self.at_reporter.post(url(name, public.pk), {"note": "x", "reason": "x"}).status_code, 403)
        self.assertEqual(Release.objects.count(), 1)

    def test_the_two_person_rule_asks_for_somebody_else(self) -> None:
        DeskRule.objects.create(section=make_section(), two_persons=True)
        story = make_draft()
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "headline": "Mine"})
        self.assertNotIn("publish", self.offers(self.at_editor, story))
        self.assertContains(self.at_editor.get(url("edit", story.pk)), "Somebody other than its writer must approve it first.")
        workflow.hand_in(story, by=self.editor, at=now())
        locks.give_back(story, self.editor)
        other = browser_of(somebody(Role.EDITOR, "second"))
        self.assertIn("publish", self.offers(other, story))
        other.post(url("edit", story.pk), {**opened(other, story), "act": "publish"})
        self.assertEqual(Story.objects.get().state, Story.State.PUBLISHED)

    def test_it_is_scheduled_and_taken_out_again(self) -> None:
        story = make_draft()
        moment = localtime(now() + timedelta(hours=2)).replace(second=0, microsecond=0)
        fields = {**opened(self.at_editor, story), "act": "schedule", "send_at": f"{moment:%Y-%m-%dT%H:%M}"}
        self.at_editor.post(url("edit", story.pk), fields)
        self.assertEqual((Work.objects.get().stage, Work.objects.get().scheduled_for), (Work.Stage.SCHEDULED, moment))
        self.assertContains(self.at_editor.get(url("edit", story.pk)), "Saving a change takes it out of the schedule.")
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "unschedule"})
        self.assertEqual(Work.objects.get().stage, Work.Stage.READY)
        for wrong in ("", "tomorrow", "2026-13-01T10:00", "2020-01-01T10:00"):
            with self.subTest(wrong=wrong):
                self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "schedule", "send_at": wrong})
                self.assertEqual(Work.objects.get().stage, Work.Stage.READY)

    def test_looking_at_a_scheduled_story_and_saving_nothing_leaves_it_scheduled(self) -> None:
        story = make_draft()
        workflow.schedule(story, now() + timedelta(hours=2), by=self.editor, at=now())
        response = self.at_editor.post(url("edit", story.pk), opened(self.at_editor, story), follow=True)
        self.assertContains(response, "Nothing had changed")
        self.assertEqual(Work.objects.get().stage, Work.Stage.SCHEDULED)

    def test_a_correction_shows_what_changes_and_whom_it_concerns_and_tells_them(self) -> None:
        story = make_story(body="<p>260 households</p>")
        russian = make_story(language="ru", identity=story.identity, headline="Ворота открыты")
        fields = {**opened(self.at_editor, story), "body-html": "<p>620 households</p>", "act": "correct"}
        response = self.at_editor.post(url("edit", story.pk), fields, follow=True)
        self.assertContains(response, "<del>260</del>")
        self.assertContains(response, "<ins>620</ins>")
        self.assertContains(response, "Ворота открыты")
        self.at_editor.post(url("correct", story.pk), {"note": "It is 620, not 260.", "reason": "slip", "tell_readers": "on"})
        self.assertEqual(
            (Story.objects.get(pk=story.pk).body, Correction.objects.get().note), ("<p>620 households</p>", "It is 620, not 260.")
        )
        flag = ChangedElsewhere.objects.get()
        self.assertEqual((flag.story, flag.tell_readers), (russian, True))

    def test_a_correction_without_a_note_is_refused_and_keeps_the_reason(self) -> None:
        story = make_story()
        response = self.at_editor.post(url("correct", story.pk), {"note": "", "reason": "We had it from two places."})
        self.assertContains(response, "We had it from two places.")
        self.assertFalse(Correction.objects.exists())

    def test_a_withdrawal_needs_a_reason_and_answers_410(self) -> None:
        story = make_story()
        self.at_editor.post(url("unpublish", story.pk), {"reason": ""})
        self.assertEqual(Story.objects.get().state, Story.State.PUBLISHED)
        self.at_editor.post(url("unpublish", story.pk), {"reason": "figures", "public_reason": "The office withdrew its figures."})
        self.assertEqual(Story.objects.get().state, Story.State.KILLED)
        response = self.at_editor.get(url("edit", story.pk))
        self.assertContains(response, "withdrawn")
        self.assertNotContains(response, 'name="headline"')

    def test_what_has_just_gone_out_can_be_taken_back_by_a_plain_form(self) -> None:
        story = make_draft()
        self.at_editor.post(url("edit", story.pk), {**opened(self.at_editor, story), "act": "publish"})
        page = self.at_editor.get(url("edit", story.pk))
        self.assertContains(page, f'action="{url("undo", story.pk)}"')
        self.assertNotContains(self.at_reporter.get(url("edit", story.pk)), url("undo", story.pk))
        self.at_editor.post(url("undo", story.pk), {"number": page.context["just_out"].release.number})
        self.assertEqual(Story.objects.get().state, Story.State.DRAFT)
        self.assertEqual([release.kind for release in Release.objects.all()], ["new", "undo"])

    def test_what_went_out_longer_ago_cannot(self) -> None:
        story = make_story(at=now() - timedelta(seconds=11))
        self.assertNotContains(self.at_editor.get(url("edit", story.pk)), url("undo", story.pk))
        response = self.at_editor.post(url("undo", story.pk), follow=True)
        self.assertContains(response, "readers have it by now")
        self.assertEqual(Story.objects.get().state, Story.State.PUBLISHED)

    def test_only_drafts_that_were_never_public_can_be_deleted(self) -> None:
        story, draft = make_story(), make_draft()
        self.assertEqual(self.at_editor.post(url("delete", story.pk)).status_code, 404)
        self.assertContains(self.at_editor.get(url("delete", draft.pk)), "cannot be taken back")
        self.at_editor.post(url("delete", draft.pk))
        self.assertEqual(list(Story.objects.all()), [story])
        self.assertEqual(AuditEntry.objects.get(act="story.delete").details["text"], draft.body)

    def test_wagtails_own_ways_to_the_public_have_no_address(self) -> None:
        for name in ("lock", "unlock", "workflow_action", "copy", "inspect", "revisions_unschedule", "usage", "preview_on_edit"):
            with self.subTest(name=name), self.assertRaises(NoReverseMatch):
                url(name, 1)
        story = make_draft()
        for bulk in ("delete",):
            address = reverse("wagtail_bulk_action", args=["stories", "story", bulk]) + f"?id={story.pk}"
            self.assertIn(self.at_editor.post(address).status_code, (302, 403, 404))
            self.assertTrue(Story.objects.filter(pk=story.pk).exists())


class WhereTests(TestCase):
    """Only what somebody may write is offered to them, and taken from them."""

    def setUp(self) -> None:
        self.economy = make_section("economy")
        self.reporter = somebody(Role.REPORTER, desk="economy", language="kk")
        self.client = browser_of(self.reporter)

    def test_only_their_desks_and_languages_are_offered(self) -> None:
        make_section("sport")
        form = self.client.get(url("add")).context["form"]
        self.assertEqual([code for code, _name in form.fields["language"].choices], ["kk"])
        self.assertEqual(list(form.fields["section"].queryset), [self.economy])
        self.assertEqual(form["language"].value(), "kk")

    def test_another_desk_or_language_is_refused_and_the_text_kept(self) -> None:
        for fields in ({"section": make_section("sport").pk, "language": "kk"}, {"section": self.economy.pk, "language": "ru"}):
            response = self.client.post(url("add"), sent(headline="Мұнай", **fields), follow=True)
            self.assertContains(response, "Мұнай")
            self.assertFalse(Story.objects.exists())

    def test_a_story_of_another_desk_is_not_theirs(self) -> None:
        story = make_draft()
        for name in ("edit", "autosave", "two_texts", "take_over", "discard", "delete"):
            with self.subTest(name=name):
                self.assertEqual(self.client.post(url(name, story.pk), sent(story)).status_code, 403)

    def test_a_second_story_in_one_language_is_refused(self) -> None:
        kazakh = make_draft(language="kk", section=self.economy)
        english = make_draft(language="en", section=self.economy, identity=kazakh.identity)
        editor = browser_of(somebody(Role.EDITOR))
        response = editor.post(url("edit", english.pk), {**opened(editor, english), "language": "kk"}, follow=True)
        self.assertContains(response, "There is a story in this language already")


class EmbargoTests(TestCase):
    def setUp(self) -> None:
        self.until = localtime(now() + timedelta(hours=3)).replace(second=0, microsecond=0)
        self.story = make_draft(embargoed_until=self.until)

    def post(self, role: Role, **fields: Any) -> Any:
        client = browser_of(somebody(role))
        return client.post(url("edit", self.story.pk), {**opened(client, self.story), **fields}, follow=True)

    def stored(self) -> Any:
        return workflow.latest(Story.objects.get()).embargoed_until

    def typed(self, hours: int) -> str:
        return f"{localtime(self.until + timedelta(hours=hours)):%Y-%m-%dT%H:%M}"

    def test_an_editor_may_lengthen_it_and_not_lift_it(self) -> None:
        self.assertContains(self.post(Role.EDITOR, embargoed_until=""), "You may not lift an embargo")
        self.assertEqual(self.stored(), self.until)

    def test_nor_shorten_it(self) -> None:
        self.assertContains(self.post(Role.REPORTER, embargoed_until=self.typed(-1)), "You may not lift an embargo")
        self.assertEqual(self.stored(), self.until)

    def test_anybody_may_make_it_longer(self) -> None:
        self.post(Role.REPORTER, embargoed_until=self.typed(1), embargo_asked_by="the ministry")
        self.assertEqual(self.stored(), self.until + timedelta(hours=1))

    def test_a_chief_editor_may_lift_it(self) -> None:
        self.post(Role.CHIEF_EDITOR, embargoed_until="")
        self.assertIsNone(self.stored())

    def test_it_stops_the_story_and_says_so(self) -> None:
        response = self.post(Role.EDITOR, act="publish")
        self.assertContains(response, 'href="#field-embargoed_until"')
        self.assertFalse(Release.objects.exists())


class ListTests(TestCase):
    def setUp(self) -> None:
        self.client = browser_of(somebody(Role.EDITOR))

    def test_the_list_has_no_bulk_actions_and_leads_to_the_editor(self) -> None:
        story = make_story()
        response = self.client.get(url("list"))
        self.assertContains(response, url("edit", story.pk))
        self.assertNotContains(response, "bulk-action-checkbox")

    def test_a_draft_is_listed_as_it_was_last_saved(self) -> None:
        story = make_draft(headline="First words")
        self.client.post(url("edit", story.pk), {**opened(self.client, story), "headline": "Second words"})
        self.assertContains(self.client.get(url("list")), "Second words")

    def test_neither_list_nor_editor_costs_a_query_per_story_or_note(self) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        story = make_story()

        def queries(address: str) -> int:
            with CaptureQueriesContext(connection) as found:
                self.client.get(address)
            return len(found)

        for address in (url("list"), url("edit", story.pk)):
            queries(address)
            before = queries(address)
            for number in range(5):
                make_story()
                Note.objects.create(story=story, by=None, at=now(), text=f"{number}")
            self.assertEqual(queries(address), before, address)
