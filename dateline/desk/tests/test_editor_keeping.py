"""What is typed is kept, and whoever comes second loses nothing."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client, TestCase, override_settings
from django.utils.timezone import now
from django.utils.translation import gettext, override
from wagtail.models import Revision

from dateline.desk import workflow
from dateline.desk.editor import locks, typed
from dateline.desk.models import Alert, EditLock, SetAside, UnsavedText, Work
from dateline.desk.tests.editing import browser_of, opened, sent, somebody, url
from dateline.people.rights import Role
from dateline.stories.models import Release, Story
from dateline.testing import make_draft, make_section, make_story


class AutosaveTests(TestCase):
    def setUp(self) -> None:
        self.reporter = somebody(Role.REPORTER)
        self.client = browser_of(self.reporter)
        self.story = make_draft(headline="Saved")

    def autosave(self, **fields: Any) -> Any:
        return self.client.post(url("autosave", self.story.pk), {**opened(self.client, self.story), **fields})

    def test_it_keeps_the_text_and_no_revision_and_saves_nothing(self) -> None:
        for number in range(20):
            answer = self.autosave(headline=f"Typed {number}")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(Story.objects.get().headline, "Saved")
        self.assertFalse(Revision.objects.exists())
        self.assertFalse(Work.objects.exists())
        self.assertIn("Typed+19", UnsavedText.objects.get().fields)

    def test_the_text_stands_there_again_beside_what_is_saved(self) -> None:
        self.autosave(headline="Typed and not saved", **{"body-html": "<p>More than before.</p>"})
        page = self.client.get(url("edit", self.story.pk))
        self.assertContains(page, "Typed and not saved</textarea>")
        self.assertContains(page, "It is kept, but not saved")
        both = self.client.get(url("two_texts", self.story.pk))
        self.assertContains(both, "<del>Saved</del>")
        self.assertContains(both, "<ins>More</ins>")

    def test_colleagues_see_the_saved_text(self) -> None:
        self.autosave(headline="Typed and not saved")
        EditLock.objects.all().delete()
        page = browser_of(somebody(Role.EDITOR)).get(url("edit", self.story.pk))
        self.assertNotContains(page, "Typed and not saved")

    def test_nothing_is_too_wrong_to_be_kept(self) -> None:
        wrong = {
            "headline": "x" * 400, "section": "none", "urgency": "99", "embargoed_until": "soon", "language": "xx",
            "sources": [{"role": "?", "name": "", "address": "not an address"}],
        }  # fmt: skip
        self.assertEqual(self.client.post(url("autosave", self.story.pk), sent(self.story, **wrong)).status_code, 200)
        page = self.client.get(url("edit", self.story.pk))
        self.assertContains(page, "x" * 400)
        self.assertContains(page, "Not understood, so not saved")
        self.assertContains(page, 'href="#field-sources-0-address"')

    def test_a_form_that_is_refused_is_kept_and_says_why(self) -> None:
        response = self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "headline": "y" * 301}, follow=True)
        self.assertContains(response, "y" * 301)
        self.assertContains(response, "It is not saved yet")
        self.assertEqual(Story.objects.get().headline, "Saved")

    def test_saving_ends_it(self) -> None:
        self.autosave(headline="Typed")
        self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "headline": "Done"})
        self.assertFalse(UnsavedText.objects.exists())
        self.assertEqual(workflow.latest(Story.objects.get()).headline, "Done")

    def test_it_says_what_stands_against_the_typed_text(self) -> None:
        panel = self.autosave(headline="", **{"body-html": ""}).json()["panel"]
        self.assertIn("The headline is empty.", panel)
        self.assertIn("The body is empty.", panel)
        self.assertNotIn("empty", self.autosave(headline="There").json()["panel"])

    def test_what_is_typed_back_is_nothing_to_keep_and_takes_no_lock(self) -> None:
        self.autosave(headline="Typed")
        EditLock.objects.all().delete()
        self.client.post(url("autosave", self.story.pk), {**opened(self.client, self.story), "headline": "Saved"})
        self.assertFalse(UnsavedText.objects.exists())
        self.assertFalse(EditLock.objects.exists())

    def test_it_can_be_thrown_away(self) -> None:
        self.autosave(headline="Typed")
        self.client.post(url("discard", self.story.pk))
        self.assertContains(self.client.get(url("edit", self.story.pk)), "Saved</textarea>")

    def test_a_new_text_is_kept_before_it_is_a_story_and_offered_on_return(self) -> None:
        key = str(self.client.get(url("add")).context["form"]["key"].value())
        for headline in ("Half a", "Half a headline"):
            self.client.post(url("autosave_new"), sent(key=key, headline=headline))
        self.assertEqual(Story.objects.count(), 1)
        self.assertContains(self.client.get(url("add")), "Half a headline")
        page = self.client.get(f"{url('add')}?key={key}")
        self.assertContains(page, "Half a headline</textarea>")
        self.client.post(url("add"), sent(key=key, headline="Whole"))
        self.assertEqual(str(Story.objects.get(headline="Whole").identity), key)
        self.assertFalse(UnsavedText.objects.exists())

    def test_a_new_story_that_is_sent_twice_is_made_once(self) -> None:
        key = str(self.client.get(url("add")).context["form"]["key"].value())
        for _time in range(2):
            response = self.client.post(url("add"), sent(key=key, headline="Once"))
        story = Story.objects.get(headline="Once")
        self.assertRedirects(response, url("edit", story.pk), fetch_redirect_response=False)

    def test_nobody_gets_the_text_of_another(self) -> None:
        key = str(self.client.get(url("add")).context["form"]["key"].value())
        self.client.post(url("autosave_new"), sent(key=key, headline="Secret so far"))
        other = browser_of(somebody(Role.EDITOR))
        self.assertNotContains(other.get(f"{url('add')}?key={key}"), "Secret so far")
        self.assertNotContains(other.get(url("add")), "Secret so far")

    def test_buttons_beside_the_text_cost_no_text(self) -> None:
        for act, field in (
            ("find:subjects", {"subjects-search": "environment"}),
            ("note", {"remark": "Look"}),
            ("more:sources", {}),
            ("preview", {}),
        ):
            with self.subTest(act=act):
                fields = {**opened(self.client, self.story), "headline": f"Typed {act}", "act": act, **field}
                self.client.post(url("edit", self.story.pk), fields)
                self.assertContains(self.client.get(url("edit", self.story.pk)), f"Typed {act}</textarea>")
                self.assertFalse(Revision.objects.exists())


class OddTextTests(TestCase):
    def setUp(self) -> None:
        self.editor = somebody(Role.EDITOR)
        self.client = browser_of(self.editor)
        self.story = make_draft()

    def save(self, **fields: Any) -> Story:
        self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), **fields})
        return workflow.latest(Story.objects.get())

    def state(self, *lines: str, **more: Any) -> str:
        blocks = [{"key": "a", "type": "unstyled", "text": line, "depth": 0, "inlineStyleRanges": [], "entityRanges": []} for line in lines]
        return json.dumps({"blocks": blocks, "entityMap": {}, **more})

    def draftail(self, body: str) -> Story:
        fields = {**opened(self.client, self.story), "body": body}
        del fields["body-html"]
        self.client.post(url("edit", self.story.pk), fields)
        return workflow.latest(Story.objects.get())

    def test_draftails_own_text_is_taken(self) -> None:
        self.assertEqual(self.draftail(self.state("One", "Two & <three>")).body, "<p>One</p><p>Two &amp; &lt;three&gt;</p>")

    def test_script_goes(self) -> None:
        body = '<p onclick="x()">A<script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">b</a></p>'
        self.assertEqual(self.save(**{"body-html": body}).body, '<p>A<a rel="noopener nofollow">b</a></p>')

    def test_what_is_not_seen_goes_and_the_rest_is_composed(self) -> None:
        saved = self.save(headline="Gold\u202egpj\u202c rises\u0000\u200b", lead="и\u0306од")
        self.assertEqual((saved.headline, saved.lead), ("Goldgpj rises", "йод"))

    def test_half_a_character_is_no_fault(self) -> None:
        saved = self.draftail(self.state("gate").replace("gate", "ga\\ud83dte"))
        self.assertEqual(saved.body, "<p>ga\ufffdte</p>")

    def test_what_only_looks_like_draftail_is_kept_and_not_taken(self) -> None:
        before = workflow.latest(self.story).body
        for damaged in ('{"blocks": [{"text": 5}]}', '{"blocks": [1, 2]}', '{"blocks": [{}]}'):
            with self.subTest(damaged=damaged):
                self.draftail(damaged)
                self.assertEqual(self.client.get(url("edit", self.story.pk)).status_code, 200)
                self.client.post(url("discard", self.story.pk))
        self.assertEqual(workflow.latest(Story.objects.get()).body, before)

    def test_a_body_that_does_not_arrive_overwrites_nothing_and_says_so(self) -> None:
        before, said = workflow.latest(self.story).body, "The body did not arrive"
        for raw in (None, "", "  ", "null", "true", "12", "[]", '"x"', '{"a": 1}', '{"blocks": [{"te'):
            with self.subTest(raw=raw):
                fields = {**opened(self.client, self.story), "headline": "Typed anew", "body": raw}
                del fields["body-html"]
                if raw is None:
                    del fields["body"]
                page = self.client.post(url("edit", self.story.pk), fields, follow=True)
                self.assertContains(page, said)
                self.assertEqual((page.context["form"]["body"].value(), page.context["form"]["headline"].value()), (before, "Typed anew"))
                self.assertIn(said, self.client.post(url("autosave", self.story.pk), fields).json()["panel"])
                self.assertEqual(workflow.latest(Story.objects.get()).body, before)
                self.client.post(url("discard", self.story.pk))
        self.assertEqual((Story.objects.get().body, Story.objects.get().latest_revision), (before, None))

    def test_a_body_that_somebody_has_emptied_is_empty(self) -> None:
        for fields in ({"body": self.state()}, {"body": self.state("", " ")}, {"body": "null", "body-html": ""}):
            with self.subTest(fields=fields):
                story = make_draft()
                filled = {**opened(self.client, story), **fields}
                if "body-html" not in fields:
                    del filled["body-html"]
                self.client.post(url("edit", story.pk), filled)
                self.assertEqual(workflow.latest(Story.objects.get(pk=story.pk)).body, "")

    def test_where_there_is_no_body_draftails_null_makes_none(self) -> None:
        story = make_draft(body="")
        fields = {**opened(self.client, story), "headline": "Still only a headline", "body": "null"}
        del fields["body-html"]
        self.client.post(url("edit", story.pk), fields)
        latest = workflow.latest(Story.objects.get(pk=story.pk))
        self.assertEqual((latest.headline, latest.body), ("Still only a headline", ""))
        fields = sent(headline="Quite new", body="null")
        del fields["body-html"]
        self.client.post(url("add"), fields)
        self.assertEqual(Story.objects.get(headline="Quite new").body, "")

    def test_an_earlier_text_without_a_body_can_be_restored(self) -> None:
        workflow.save(Story.objects.get(), by=self.editor, at=now())
        written = workflow.latest(Story.objects.get())
        self.save(**{"body-html": ""})
        emptied = Story.objects.get().latest_revision_id
        self.save(**{"body-html": written.body})
        self.client.post(url("revisions_revert", self.story.pk, emptied))
        self.assertEqual(workflow.latest(Story.objects.get()).body, "")

    def test_a_body_beyond_all_measure_is_refused_and_kept(self) -> None:
        long = "<p>" + "word " * 120_000 + "</p>"
        response = self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "body-html": long}, follow=True)
        self.assertContains(response, "a story can have 500000")
        self.assertIn("word+word", UnsavedText.objects.get().fields)
        self.assertNotIn("word word", workflow.latest(Story.objects.get()).body)

    def test_five_megabytes_are_refused_with_a_sentence(self) -> None:
        fields = {**opened(self.client, self.story), "body-html": "x" * (5 * 1024 * 1024 + 1)}
        response = self.client.post(
            url("edit", self.story.pk), "&".join(f"{n}={v}" for n, v in fields.items()), "application/x-www-form-urlencoded"
        )
        with override(str(response.headers["Content-Language"])):
            self.assertContains(response, gettext("This is more than can be sent at once"), status_code=413)

    def test_opening_and_saving_changes_no_body_also_where_draftail_would(self) -> None:
        self.story = make_draft(body="<blockquote><p>Said so.</p></blockquote><p>5\u00a0000 <strong>of</strong> them</p>")
        form = self.client.get(url("edit", self.story.pk)).context["form"]
        fields = {**opened(self.client, self.story), "body": form["body"].field.widget.format_value(self.story.body)}
        del fields["body-html"]
        response = self.client.post(url("edit", self.story.pk), fields, follow=True)
        self.assertContains(response, "Nothing had changed")

    def test_a_body_that_was_emptied_still_opens(self) -> None:
        """Without a single block Draftail does not start, and there is no field to type in."""
        fields = {**opened(self.client, self.story), "body": '{"blocks":[],"entityMap":{}}'}
        del fields["body-html"]
        self.client.post(url("autosave", self.story.pk), fields)
        form = self.client.get(url("edit", self.story.pk)).context["form"]
        shown = form["body"].field.widget.format_value(form["body"].value())
        self.assertEqual([block["text"] for block in json.loads(shown)["blocks"]], [""])


class LockTests(TestCase):
    def setUp(self) -> None:
        self.first, self.second, self.editor = somebody(Role.REPORTER, "first"), somebody(Role.REPORTER, "second"), somebody(Role.EDITOR)
        self.at_first, self.at_second, self.at_editor = (browser_of(one) for one in (self.first, self.second, self.editor))
        self.story = make_draft(headline="Saved")

    def type(self, client: Client, **fields: Any) -> Any:
        return client.post(url("autosave", self.story.pk), {**sent(Story.objects.get()), "headline": "Typed", **fields})

    def test_typing_takes_it_and_looking_does_not(self) -> None:
        self.at_first.get(url("edit", self.story.pk))
        self.assertFalse(EditLock.objects.exists())
        self.type(self.at_first)
        self.assertEqual(EditLock.objects.get().person, self.first)

    def test_others_read_with_the_name_of_who_writes(self) -> None:
        self.first.first_name, self.first.last_name = "Dina", "Sarsen"
        self.first.save()
        self.type(self.at_first)
        page = self.at_second.get(url("edit", self.story.pk))
        self.assertContains(page, "Dina Sarsen is writing since")
        self.assertNotContains(page, 'name="headline"')
        self.assertNotContains(page, url("take_over", self.story.pk))
        self.assertContains(self.at_editor.get(url("edit", self.story.pk)), url("take_over", self.story.pk))

    def test_who_types_into_a_page_that_was_open_already_is_warned_and_kept(self) -> None:
        self.type(self.at_first)
        answer = self.type(self.at_second, headline="Also mine").json()
        self.assertIn("is writing since", answer["warning"])
        self.assertEqual(UnsavedText.objects.filter(person=self.second).count(), 1)
        self.assertIn("is writing since", self.at_second.get(url("state", self.story.pk)).json()["warning"])

    def test_a_reporter_may_not_take_over_and_an_editor_may(self) -> None:
        self.type(self.at_first, headline="Half of what I know")
        self.assertEqual(self.at_second.post(url("take_over", self.story.pk)).status_code, 403)
        self.at_editor.post(url("take_over", self.story.pk))
        self.assertEqual(EditLock.objects.get().person, self.editor)

    def test_the_text_of_who_was_taken_over_is_kept_shown_and_they_are_told(self) -> None:
        self.type(self.at_first, headline="Half of what I know")
        self.at_editor.post(url("take_over", self.story.pk))
        aside = SetAside.objects.get()
        self.assertEqual((aside.because, aside.revision.as_object().headline), ("taken_over", "Half of what I know"))
        self.assertEqual(Story.objects.get().latest_revision, None)  # it is not the story's text
        self.assertIn("Saved", Alert.objects.get(person=self.first).sentence)
        self.assertContains(self.at_editor.get(url("edit", self.story.pk)), f"two-texts/?with={aside.pk}")
        both = self.at_editor.get(f"{url('two_texts', self.story.pk)}?with={aside.pk}")
        self.assertContains(both, "Half of what I know")
        self.assertIn("is writing since", self.at_first.get(url("state", self.story.pk)).json()["warning"])
        self.type(self.at_first, headline="Half of what I know, and more")
        self.assertContains(self.at_first.get(url("two_texts", self.story.pk)), "and more")

    @override_settings(EDIT_LOCK_IDLE_S=600)
    def test_anybody_may_take_over_what_has_long_been_idle(self) -> None:
        self.type(self.at_first)
        EditLock.objects.update(active_at=now() - timedelta(seconds=599))
        self.assertEqual(self.at_second.post(url("take_over", self.story.pk)).status_code, 403)
        EditLock.objects.update(active_at=now() - timedelta(seconds=601))
        self.at_second.post(url("take_over", self.story.pk))
        self.assertEqual(EditLock.objects.get().person, self.second)

    def test_an_idle_lock_with_nothing_typed_stands_against_nobody(self) -> None:
        EditLock.objects.create(story=self.story, person=self.first, since=now(), active_at=now() - timedelta(hours=1))
        self.assertContains(self.at_second.get(url("edit", self.story.pk)), 'name="headline"')

    def test_leaving_gives_it_back_unless_something_is_unsaved(self) -> None:
        self.type(self.at_first)
        self.at_first.post(url("leave", self.story.pk))
        self.assertTrue(EditLock.objects.exists())
        typed.forget(self.first, self.story)
        self.at_first.post(url("leave", self.story.pk))
        self.assertFalse(EditLock.objects.exists())

    def test_handing_in_gives_it_back(self) -> None:
        self.type(self.at_first)
        self.at_first.post(url("edit", self.story.pk), {**sent(Story.objects.get()), "act": "hand_in"})
        self.assertFalse(EditLock.objects.exists())

    def test_saving_against_a_lock_sets_the_text_aside(self) -> None:
        self.type(self.at_first, headline="Hers")
        response = self.at_second.post(url("edit", self.story.pk), sent(Story.objects.get(), headline="His"), follow=True)
        self.assertRedirects(response, url("two_texts", self.story.pk))
        self.assertEqual(SetAside.objects.get().revision.as_object().headline, "His")
        self.assertEqual(workflow.latest(Story.objects.get()).headline, "Saved")

    def test_a_lock_is_taken_by_one(self) -> None:
        self.assertIsNone(locks.take(self.story, self.first, now()))
        standing = locks.take(self.story, self.second, now())
        self.assertEqual(standing and standing.person, self.first)


class TwoAtOnceTests(TestCase):
    """Two editors have the same text open, and both save."""

    def setUp(self) -> None:
        self.hers, self.his = somebody(Role.EDITOR, "hers"), somebody(Role.EDITOR, "his")
        self.at_hers, self.at_his = browser_of(self.hers), browser_of(self.his)
        self.story = make_story(headline="Gates open", lead="Old lead", body="<p>One.</p><p>Two.</p><p>Three.</p>")
        workflow.save(self.story, by=self.hers, at=now())
        self.both_opened = opened(self.at_hers, Story.objects.get())
        her_text = {**self.both_opened, "headline": "Gates open wider", "body-html": "<p>One, she says.</p><p>Two.</p><p>Three.</p>"}
        self.at_hers.post(url("edit", self.story.pk), her_text)
        EditLock.objects.all().delete()
        his_text = {**self.both_opened, "lead": "New lead", "body-html": "<p>One.</p><p>Two.</p><p>Three, he says.</p>"}
        self.response = self.at_his.post(url("edit", self.story.pk), {**his_text, "act": "update"}, follow=True)

    def test_the_second_is_not_lost_and_not_published_and_both_are_shown(self) -> None:
        self.assertRedirects(self.response, url("two_texts", self.story.pk))
        self.assertContains(self.response, "Three<ins>, he says</ins>.")
        self.assertContains(self.response, "<del> wider</del>")
        self.assertEqual(workflow.latest(Story.objects.get()).headline, "Gates open wider")
        aside = SetAside.objects.get()
        self.assertEqual((aside.because, aside.revision.user, aside.revision.as_object().lead), ("meanwhile", self.his, "New lead"))
        self.assertEqual(Release.objects.count(), 1)

    def test_what_only_one_of_them_changed_is_proposed_and_merges_to_all_of_it(self) -> None:
        self.at_his.post(url("two_texts", self.story.pk), {})
        merged = self.at_his.get(url("edit", self.story.pk)).context["form"]
        self.assertEqual((merged["headline"].value(), merged["lead"].value()), ("Gates open wider", "New lead"))
        self.assertEqual(typed.story_of(typed.of(self.his, self.story), self.story, at=now()).body,  # type: ignore[arg-type]
                         "<p>One, she says.</p><p>Two.</p><p>Three, he says.</p>")  # fmt: skip
        self.assertEqual(workflow.latest(Story.objects.get()).lead, "Old lead")  # nothing is saved before he saves it

    def test_the_choice_decides(self) -> None:
        page = self.at_his.get(url("two_texts", self.story.pk))
        choices = {choice.name: "mine" for choice in page.context["choices"]}
        choices |= {f"body-{one.number}": "mine" for one in page.context["body"]}
        self.at_his.post(url("two_texts", self.story.pk), choices)
        form = self.at_his.get(url("edit", self.story.pk)).context["form"]
        self.assertEqual((form["headline"].value(), form["lead"].value()), ("Gates open", "New lead"))

    def test_the_merged_text_is_saved_like_any_other(self) -> None:
        self.at_his.post(url("two_texts", self.story.pk), {})
        kept = typed.of(self.his, self.story)
        assert kept
        from django.http import QueryDict

        self.at_his.post(url("edit", self.story.pk), QueryDict(kept.fields).urlencode(), "application/x-www-form-urlencoded")
        saved = workflow.latest(Story.objects.get())
        self.assertEqual((saved.headline, saved.lead), ("Gates open wider", "New lead"))
        self.assertTrue(SetAside.objects.exists())  # what he had first stays in the history

    def test_both_stand_in_the_history(self) -> None:
        page = self.at_hers.get(url("history", self.story.pk))
        self.assertContains(page, "set aside:")

    def test_saving_the_same_text_as_is_saved_is_no_conflict(self) -> None:
        client = browser_of(self.hers)
        response = client.post(url("edit", self.story.pk), {**opened(client, Story.objects.get()), "base": "1"}, follow=True)
        self.assertContains(response, "Nothing had changed")


class HistoryTests(TestCase):
    def setUp(self) -> None:
        self.editor = somebody(Role.EDITOR)
        self.client = browser_of(self.editor)
        self.story = make_draft(section=make_section())
        for headline in ("First", "Second", "Third"):
            self.client.post(url("edit", self.story.pk), {**opened(self.client, self.story), "headline": headline})

    def numbers(self) -> list[int]:
        return list(Revision.objects.order_by("created_at").values_list("pk", flat=True))

    def test_it_lists_who_and_when_newest_first(self) -> None:
        page = self.client.get(url("history", self.story.pk)).content.decode()
        self.assertLess(page.index("Third"), page.index("Second"))
        self.assertLess(page.index("Second"), page.index("First"))

    def test_two_are_compared_the_older_on_the_left_whatever_the_order_of_asking(self) -> None:
        first, second, _third = self.numbers()
        page = self.client.get(url("revisions_compare", self.story.pk), {"one": second, "other": first})
        self.assertContains(page, "<del>First</del>")
        self.assertContains(page, "<ins>Second</ins>")

    def test_an_earlier_text_comes_back_as_a_new_one(self) -> None:
        first = self.numbers()[0]
        self.client.post(url("revisions_revert", self.story.pk, first))
        self.assertEqual(workflow.latest(Story.objects.get()).headline, "First")
        self.assertEqual(len(self.numbers()), 4)

    def test_the_revision_of_another_story_is_not_found(self) -> None:
        other = make_draft()
        self.assertEqual(self.client.post(url("revisions_revert", other.pk, self.numbers()[0])).status_code, 404)
