import re

from django.test import SimpleTestCase, TestCase

from dateline.testing import make_story, make_user, minutes_ago
from dateline.website.newsroom_scripts import starts_a_widget, with_nonces

PANEL = '(function() {\n  var panel = new InlinePanel(JSON.parse("{\\u0022type\\u0022: \\u0022x\\u0022}"));\n })();'


class RecognitionTests(SimpleTestCase):
    def test_calls_that_start_widgets_are_known(self) -> None:
        for code in (
            'initDateTimeChooser("id_embargoed_until", {"dayOfWeekStart": 1, "format": "Y-m-d H:i"});',
            'new SnippetChooser("id_section", {"modalUrl": "/newsroom/snippets/choose/stories/section/"});',
            'new ImageChooser("id_pictures-__prefix__-picture", {"modalUrl": "/newsroom/images/chooser/"});',
            'createTaskChooser("id_tasks-0-task");',
            PANEL,
            f"\n    {PANEL}\n",
        ):
            self.assertTrue(starts_a_widget(code), code)

    def test_nothing_else_is(self) -> None:
        for code in (
            "",
            "alert(1)",
            'initDateChooser("id_a", {"x": 1});alert(1);',
            'alert(1);initDateChooser("id_a", {"x": 1});',
            'initDateChooser("id_a", {"x": alert(1)});',
            'initDateChooser("id_a", {}); fetch("/x", {});',
            'initDateChooser("id_a"+alert(1), {});',
            "initDateChooser(alert`1`, {});",
            'new Function("alert", {});',
            'new x.Chooser("id", {});',
            PANEL.replace('"));', '" + alert(1)));'),
            PANEL.replace("\\u0022x", '");alert(1);("'),
            PANEL.replace("\\u0022x", "\\x22x"),
            PANEL + "alert(1)",
        ):
            self.assertFalse(starts_a_widget(code), code)

    def test_only_these_scripts_get_the_nonce(self) -> None:
        good, bad = f"<script>{PANEL}</script>", "<script>alert(1)</script>"
        other = '<script src="/static/x.js"></script><script type="application/json">{}</script>'
        signed = with_nonces(good + bad + other, "abc")
        self.assertEqual(signed, good.replace("<script>", '<script nonce="abc">') + bad + other)


class NewsroomPageTests(TestCase):
    databases = {"default", "counts"}

    def test_every_inline_script_of_the_story_screen_may_run_and_the_nonce_is_new_each_time(self) -> None:
        self.client.force_login(make_user(is_superuser=True))
        address = f"/newsroom/stories/edit/{make_story(at=minutes_ago(5)).pk}/"
        nonces: list[str] = []
        for _ in range(2):
            response = self.client.get(address)
            page = response.content.decode()
            self.assertEqual(re.findall(r"<script>(?!\s*</script>)", page), [])
            found = set(re.findall(r'<script nonce="([^"]+)">', page))
            self.assertEqual(len(found), 1)
            self.assertIn(f"'nonce-{next(iter(found))}'", response.headers["Content-Security-Policy"])
            self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
            nonces += found
        self.assertNotEqual(*nonces)

    def test_a_page_without_such_scripts_has_no_nonce(self) -> None:
        policy = self.client.get("/newsroom/login/").headers["Content-Security-Policy"]
        self.assertNotIn("nonce", policy)
