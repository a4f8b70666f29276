from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import now

from dateline.desk.models import UnsavedText
from dateline.desk.pictures.uses import is_used, uses_of
from dateline.media import renditions
from dateline.media.metadata import writing
from dateline.media.models import Picture
from dateline.media.taking_in import take_in
from dateline.media.tests.hostile import REFUSED, photograph
from dateline.media.tests.test_metadata import FULL
from dateline.people.models import AuditEntry, User
from dateline.people.rights import Role
from dateline.stories.models import StoryPicture
from dateline.testing import make_colleague, make_draft, make_picture, make_story, make_user, minutes_ago

JSON = {"Accept": "application/json"}


def person(role: Role) -> User:
    return make_colleague(role.value, role)


def file(data: bytes = b"", name: str = "dam.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or photograph(400, 300), "image/jpeg")


class PicturesTestCase(TestCase):
    def setUp(self) -> None:
        self.reporter = person(Role.REPORTER)
        self.client.force_login(self.reporter)
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    def send(self, *files: Any, **headers: str) -> Any:
        return self.client.post(reverse("pictures:upload"), {"files": list(files)}, headers=headers or None)

    def said(self, answer: Any) -> str:
        return " ".join(str(message) for message in answer.context["messages"])


class UploadTests(PicturesTestCase):
    def test_a_script_sends_one_and_gets_its_card_with_what_the_file_says(self) -> None:
        answer = self.send(file(photograph(400, 300, xmp=writing.records(FULL).xmp)), **JSON)
        picture = Picture.objects.get()
        self.assertEqual((answer.status_code, answer.json()["number"], answer.json()["title"]), (201, picture.pk, FULL.title))
        for text in (FULL.captions["kk"], FULL.credit_line, f'name="p{picture.pk}-city"'):
            self.assertIn(text, answer.json()["card"])
        self.assertEqual(picture.uploaded_by_user, self.reporter)  # type: ignore[attr-defined]
        self.assertEqual(AuditEntry.objects.filter(act="picture.upload", number=str(picture.pk)).count(), 1)

    def test_every_hostile_file_is_refused_with_what_to_do_and_nothing_is_kept(self) -> None:
        for what, (code, data) in REFUSED.items():
            with self.subTest(what):
                answer = self.send(file(data or b"", "x.jpg") if data else SimpleUploadedFile("x.jpg", b""), **JSON)
                self.assertEqual((answer.status_code, answer.json()["code"]), (422, code))
                self.assertTrue(answer.json()["error"] and answer.json()["remedy"])
        self.assertFalse(Picture.objects.exists())

    def test_without_a_script_all_come_at_once_and_a_refused_one_keeps_no_other_back(self) -> None:
        answer = self.client.post(
            reverse("pictures:upload"), {"files": [file(name="a.jpg"), file(REFUSED["SVG"][1], "b.jpg"), file(name="c.jpg")]}, follow=True
        )
        self.assertEqual(Picture.objects.count(), 2)
        self.assertIn("b.jpg: This is not a picture that can be taken: it is a drawing in SVG", self.said(answer))
        self.assertEqual(answer.content.decode().count('class="picture-card"'), 2)

    def test_what_was_uploaded_waits_there_until_it_is_saved(self) -> None:
        self.send(file(), **JSON)
        page = self.client.get(reverse("pictures:upload")).content.decode()
        self.assertIn('class="picture-card"', page)
        Picture.objects.update(filed_at=now())
        self.assertIn("Nothing waits to be described", self.client.get(reverse("pictures:upload")).content.decode())

    def test_other_peoples_uploads_do_not(self) -> None:
        take_in(file(), by=make_user("somebody"))
        self.assertNotIn('class="picture-card"', self.client.get(reverse("pictures:upload")).content.decode())

    def test_no_file_is_told(self) -> None:
        self.assertEqual(self.send(**JSON).status_code, 422)
        self.assertIn("No file was chosen", self.said(self.client.post(reverse("pictures:upload"), follow=True)))

    def test_the_number_of_queries_does_not_grow_with_the_cards(self) -> None:
        counts: list[int] = []
        for _round in range(2):
            for _file in range(3):
                self.send(file(), **JSON)
            with _counting() as counted:
                self.client.get(reverse("pictures:upload"))
            counts.append(len(counted))
        self.assertEqual(counts[0], counts[1])


def _counting() -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


class DescribeTests(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.pictures = [take_in(file(name=f"{name}.jpg"), by=self.reporter) for name in "ab"]

    def fields(self, **more: str) -> dict[str, Any]:
        data: dict[str, Any] = {"picture": [str(picture.pk) for picture in self.pictures]}
        for picture in self.pictures:
            data[f"p{picture.pk}-title"] = picture.title
        return {**data, **more}

    def test_all_are_saved_at_once(self) -> None:
        first, second = self.pictures
        data = self.fields(
            **{f"p{first.pk}-credit_lines_kk": "Керме", f"p{second.pk}-alt_texts_en": "A dam", f"p{second.pk}-city": "Aktau"}
        )
        answer = self.client.post(reverse("pictures:describe"), data, follow=True)
        self.assertIn("2 pictures are saved.", self.said(answer))
        self.assertIn("Something is still missing in 2 of them.", self.said(answer))
        first.refresh_from_db()
        second.refresh_from_db()
        self.assertEqual((first.credit_lines, second.alt_texts, second.city), ({"kk": "Керме"}, {"en": "A dam"}, "Aktau"))
        self.assertTrue(first.filed_at and second.filed_at)

    def test_a_wrong_one_comes_back_with_what_was_typed_and_the_others_are_saved(self) -> None:
        first, second = self.pictures
        data = self.fields(**{f"p{first.pk}-taken": "yesterday", f"p{first.pk}-captions_en": "Kept", f"p{second.pk}-taken": "2026-03"})
        answer = self.client.post(reverse("pictures:describe"), data)
        page = answer.content.decode()
        self.assertEqual(answer.status_code, 422)
        self.assertIn("Write it as 2026-03-12T09:54", page)
        self.assertIn("Kept", page)
        self.assertNotIn(f"p{second.pk}-title", page)
        self.assertEqual(Picture.objects.get(pk=second.pk).taken, "2026-03")
        self.assertEqual(Picture.objects.get(pk=first.pk).filed_at, None)

    def test_what_all_share_is_filled_in_where_nothing_stands_and_not_yet_saved(self) -> None:
        first, second = self.pictures
        data = self.fields(**{"apply": "1", "all-credit_lines_kk": "Керме", "all-city": "Aktau", f"p{first.pk}-city": "Atyrau"})
        page = self.client.post(reverse("pictures:describe"), data).content.decode()
        self.assertEqual((page.count('value="Керме"'), page.count('value="Atyrau"')), (3, 1))
        self.assertEqual(page.count('value="Aktau"'), 2)  # the shared field and the second card
        self.assertEqual(Picture.objects.get(pk=second.pk).credit_lines, {})
        overwritten = self.client.post(reverse("pictures:describe"), {**data, "all-overwrite": "on"}).content.decode()
        self.assertNotIn('value="Atyrau"', overwritten)

    def test_pasted_script_and_odd_letters_are_only_text(self) -> None:
        data = self.fields(**{f"p{self.pictures[0].pk}-captions_en": "<script>alert(1)</script> \u202e\u0000x"})
        self.client.post(reverse("pictures:describe"), data)
        page = self.client.get(reverse("pictures:picture", args=[self.pictures[0].pk])).content.decode()
        self.assertNotIn("<script>alert(1)", page)

    def test_somebody_elses_picture_cannot_be_slipped_in(self) -> None:
        other = make_picture()
        answer = self.client.post(reverse("pictures:describe"), {"picture": [str(other.pk)], f"p{other.pk}-title": "Mine"})
        self.assertEqual(answer.status_code, 403)
        self.assertNotEqual(Picture.objects.get(pk=other.pk).title, "Mine")


class CopyTests(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.first = take_in(file(photograph(960, 640)), by=person(Role.PHOTO_EDITOR))
        Picture.objects.filter(pk=self.first.pk).update(creator="A. Somebody", taken="2026-03-12T09:54", title="The old one")

    def test_an_exact_copy_and_one_that_looks_the_same_are_offered_and_both_are_kept(self) -> None:
        exact = self.send(file(photograph(960, 640)), **JSON).json()["card"]
        near = self.send(file(photograph(300, 200, quality=50)), **JSON).json()["card"]
        self.assertIn("Already here.", exact)
        self.assertIn("A picture that looks the same is here.", near)
        for text in ("The old one", "Taken 2026-03-12 09:54.", "By A. Somebody.", "In 0 stories."):
            self.assertIn(text, exact)
        self.assertEqual(Picture.objects.count(), 3)

    def test_using_the_old_one_drops_the_new_one_and_keeps_what_is_typed(self) -> None:
        new, rest = (self.send(file(photograph(960, 640)), **JSON).json()["number"] for _round in range(2))
        data = {"picture": [str(new), str(rest)], f"p{rest}-title": "Typed and not saved"}
        page = self.client.post(reverse("pictures:give-way", args=[new, self.first.pk]), data).content.decode()
        self.assertIn("Typed and not saved", page)
        self.assertFalse(Picture.objects.filter(pk=new).exists())
        self.assertEqual(AuditEntry.objects.get(act="picture.delete").details, {"instead": self.first.pk})

    def test_the_old_one_of_somebody_else_cannot_be_dropped_that_way(self) -> None:
        new = self.send(file(), **JSON).json()["number"]
        answer = self.client.post(reverse("pictures:give-way", args=[self.first.pk, new]))
        self.assertEqual(answer.status_code, 403)
        self.assertTrue(Picture.objects.filter(pk=self.first.pk).exists())


class ListTests(PicturesTestCase):
    def rows(self, **query: str) -> list[str]:
        return [row.picture.title for row in self.client.get(reverse("pictures:list"), query).context["found"].rows]

    def test_newest_first_found_by_words_and_by_what_is_missing(self) -> None:
        make_picture(title="one", captions={"ru": "Водохранилище"}, alt_texts={"ru": "x"})
        make_picture(title="two", credit_lines={}, digital_source_type="trainedAlgorithmicMedia")
        make_picture(title="three", uploaded_by_user=self.reporter, rights_expire_at=minutes_ago(1))
        self.assertEqual(self.rows(), ["three", "two", "one"])
        self.assertEqual(self.rows(q="водохранилища"), ["one"])
        self.assertEqual(self.rows(show="gaps"), ["three", "two"])
        self.assertEqual((self.rows(show="ai"), self.rows(show="mine"), self.rows(show="ended")), (["two"], ["three"], ["three"]))
        self.assertEqual(self.rows(show="ending"), [])

    def test_a_picture_whose_rights_have_ended_says_which_stories_it_left(self) -> None:
        picture = make_picture(rights_expire_at=minutes_ago(1))
        make_story(pictures=[picture], headline="The dam opens")
        make_story(pictures=[make_picture()], headline="Another thing")
        page = self.client.get(reverse("pictures:list")).content.decode()
        self.assertIn("It has left:", page)
        self.assertIn("The dam opens", page)
        self.assertNotIn("Another thing", page)

    def test_odd_addresses_are_answered(self) -> None:
        self.assertEqual(self.client.get(reverse("pictures:list") + "?before=x").status_code, 404)
        self.assertIn("No picture fits", self.client.get(reverse("pictures:list") + "?q=%00%ff&show=nothing&q=zzz").content.decode())

    def test_an_empty_list_says_why(self) -> None:
        self.assertIn("There is no picture yet.", self.client.get(reverse("pictures:list")).content.decode())

    def test_the_number_of_queries_does_not_grow_with_the_rows(self) -> None:
        counts: list[int] = []
        for _round in range(2):
            for _picture in range(3):
                make_story(pictures=[make_picture(rights_expire_at=minutes_ago(1))])
            self.client.get(reverse("pictures:list"))  # what is asked once a process is asked here
            with _counting() as counted:
                self.client.get(reverse("pictures:list"))
            counts.append(len(counted))
        self.assertEqual(counts[0], counts[1])


class PicturePageTests(PicturesTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.picture = take_in(file(), by=self.reporter)
        self.address = reverse("pictures:picture", args=[self.picture.pk])

    def fields(self, **more: str) -> dict[str, str]:
        form = self.client.get(self.address).context["form"]
        return {"title": self.picture.title, "seen": form.initial["seen"], **more}

    def test_it_is_saved_and_its_files_are_due_anew(self) -> None:
        Picture.objects.update(sizes_due_at=None)
        self.client.post(self.address, self.fields(credit_lines_kk="Керме", focus_x="25", focus_y="50"))
        found = Picture.objects.get()
        self.assertEqual((found.credit_lines, found.focal_point_x, found.focal_point_y), ({"kk": "Керме"}, 100, 150))  # type: ignore[attr-defined]
        self.assertIsNotNone(found.sizes_due_at)
        self.assertIn("credit_lines", AuditEntry.objects.get(act="picture.describe").details["fields"])

    def test_wrong_fields_are_told_and_nothing_is_saved_or_lost(self) -> None:
        answer = self.client.post(self.address, self.fields(focus_x="200", focus_y="", city="Typed"))
        self.assertEqual(answer.status_code, 422)
        self.assertIn('value="Typed"', answer.content.decode())
        self.assertEqual(Picture.objects.get().city, "")

    def test_two_at_once_both_see_the_others_text_and_none_is_lost(self) -> None:
        fields = self.fields(city="Aktau")
        self.client.post(self.address, {**fields, "city": "Atyrau"})
        answer = self.client.post(self.address, fields)
        page = answer.content.decode()
        self.assertIn("Somebody else has saved here meanwhile: “Atyrau”.", page)
        self.assertIn('value="Aktau"', page)
        self.assertEqual(Picture.objects.get().city, "Atyrau")
        again = {**fields, "seen": answer.context["form"]["seen"].value()}
        self.client.post(self.address, again)
        self.assertEqual(Picture.objects.get().city, "Aktau")

    def test_it_says_where_it_is_used_edits_that_are_not_out_included(self) -> None:
        Picture.objects.update(credit_lines={"en": "Kerme"})
        picture = Picture.objects.get()
        make_story(pictures=[picture], headline="Public one")
        draft = make_draft(headline="Edited one")
        draft.pictures.set([StoryPicture(picture=picture)])
        draft.save_revision()
        uses = uses_of([picture.pk])[picture.pk]
        self.assertEqual({(use.story.headline, use.is_edit) for use in uses}, {("Public one", False), ("Edited one", True)})
        page = self.client.get(self.address).content.decode()
        self.assertIn("Public one", page)
        self.assertIn("in an edit that is not out yet", page)

    def test_only_an_unused_one_can_be_deleted(self) -> None:
        Picture.objects.update(credit_lines={"en": "Kerme"})
        story = make_story(pictures=[Picture.objects.get()])
        delete = reverse("pictures:delete", args=[self.picture.pk])
        self.assertIn("It is in these stories", self.client.get(delete).content.decode())
        self.assertIn("cannot be deleted", self.said(self.client.post(delete, follow=True)))
        story.pictures.all().delete()
        renditions.ensure(Picture.objects.get())
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(delete)
        self.assertFalse(Picture.objects.exists())
        self.assertFalse(self.picture.file.storage.exists(self.picture.file.name))

    def test_one_in_a_text_that_nobody_saved_yet_is_used(self) -> None:
        self.assertFalse(is_used(self.picture))
        typed = f"headline=x&pictures-0-picture={self.picture.pk}1&pictures-1-picture={self.picture.pk}&body="
        UnsavedText.objects.create(person=self.reporter, key="new", fields=typed, at=now())
        self.assertTrue(is_used(self.picture))
        UnsavedText.objects.update(fields=f"pictures-0-picture={self.picture.pk}1")
        self.assertFalse(is_used(self.picture))


class RightsTests(PicturesTestCase):
    def test_a_reporter_may_look_at_others_pictures_and_change_none(self) -> None:
        picture = make_picture()
        page, delete = (reverse(f"pictures:{name}", args=[picture.pk]) for name in ("picture", "delete"))
        self.assertEqual(self.client.get(page).status_code, 200)
        self.assertNotIn('name="credit_lines_kk"', self.client.get(page).content.decode())
        for answer in (self.client.post(page, {"title": "Taken over"}), self.client.get(delete), self.client.post(delete)):
            self.assertEqual(answer.status_code, 403)
        picture.refresh_from_db()
        self.assertNotEqual(picture.title, "Taken over")

    def test_a_photo_editor_may_change_everybodys(self) -> None:
        self.client.force_login(person(Role.PHOTO_EDITOR))
        picture = make_picture()
        self.client.post(reverse("pictures:picture", args=[picture.pk]), {"title": "Mended"})
        picture.refresh_from_db()
        self.assertEqual(picture.title, "Mended")

    def test_who_keeps_clients_may_look_and_not_upload(self) -> None:
        self.client.force_login(person(Role.CLIENT_MANAGER))
        self.assertEqual(self.client.get(reverse("pictures:list")).status_code, 200)
        self.assertEqual(self.client.get(reverse("pictures:upload")).status_code, 403)
        self.assertEqual(self.send(file(), **JSON).status_code, 403)
        self.assertFalse(Picture.objects.exists())

    def test_signed_out_nobody_gets_anything(self) -> None:
        self.client.logout()
        for name in ("pictures:list", "pictures:upload"):
            self.assertEqual(self.client.get(reverse(name)).status_code, 302)
        self.assertIn(self.send(file(), **JSON).status_code, (302, 401, 403))
        self.assertFalse(Picture.objects.exists())

    def test_wagtails_list_leads_to_ours(self) -> None:
        self.assertRedirects(self.client.get(reverse("wagtailimages:index")), reverse("pictures:list"))

    def test_wagtails_own_screens_ask_the_same(self) -> None:
        other = make_picture()
        for name in ("edit", "delete"):
            address = reverse(f"wagtailimages:{name}", args=[other.pk])
            for answer in (self.client.get(address), self.client.post(address, {"title": "Taken over"})):
                self.assertIn(answer.status_code, (302, 403), name)
        self.assertTrue(Picture.objects.filter(pk=other.pk).exclude(title="Taken over").exists())

    def test_wagtails_own_screen_deletes_nothing_that_is_used(self) -> None:
        self.client.force_login(make_user("admin", is_superuser=True))
        picture = make_picture()
        make_story(pictures=[picture])
        self.client.post(reverse("wagtailimages:delete", args=[picture.pk]))
        self.client.post(f"/newsroom/bulk/media/picture/delete/?id={picture.pk}")
        self.assertTrue(Picture.objects.filter(pk=picture.pk).exists())


class ChooserTests(PicturesTestCase):
    def test_it_shows_credit_and_what_stops_a_picture_newest_first(self) -> None:
        make_picture(title="first", credit_lines={"en": "Photo: Kerme"})
        make_picture(title="second", credit_lines={})
        make_picture(title="third", rights_expire_at=minutes_ago(5))
        answer = self.client.get(reverse("wagtailimages_chooser:choose"))
        html = answer.json()["html"]
        self.assertLess(html.index("third"), html.index("second"))
        for text in ("Photo: Kerme", "No credit line: it cannot be published.", "Rights ended"):
            self.assertIn(text, html)

    def test_it_searches_captions_credits_and_places_in_every_form(self) -> None:
        make_picture(title="one", captions={"ru": "Водохранилище"})
        make_picture(title="two")
        html = self.client.get(reverse("wagtailimages_chooser:choose_results"), {"q": "водохранилища"}).content.decode()
        self.assertIn("one", html)
        self.assertNotIn(">two<", html)

    def test_its_queries_do_not_grow_with_the_pictures(self) -> None:
        counts: list[int] = []
        for _round in range(2):
            for _picture in range(3):
                renditions.ensure(make_picture())
            self.client.get(reverse("wagtailimages_chooser:choose_results"))
            with _counting() as counted:
                self.client.get(reverse("wagtailimages_chooser:choose_results"))
            counts.append(len(counted))
        self.assertEqual(counts[0], counts[1])

    def test_a_picture_taken_in_there_says_what_its_file_says(self) -> None:
        data = {
            "image-chooser-upload-title": "",
            "image-chooser-upload-file": file(photograph(400, 300, xmp=writing.records(FULL).xmp)),
            "image-chooser-upload-collection": "1",
        }
        answer = self.client.post(reverse("wagtailimages_chooser:create"), {**data, "image-chooser-upload-title": "x"})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(Picture.objects.get().credit_line("kk"), FULL.credit_line)
        self.assertTrue(Picture.objects.get().trace.look)

    def test_a_soon_ending_right_is_said_too(self) -> None:
        make_picture(rights_expire_at=now() + timedelta(days=3))
        self.assertIn("Rights end ", self.client.get(reverse("wagtailimages_chooser:choose")).json()["html"])


def test_the_cards_of_a_bytes_io_are_not_kept_open() -> None:
    """A file that was looked at stands at its beginning again: what is kept is all of it."""
    from dateline.media.examining import examine

    data = BytesIO(photograph())
    examine(data, len(data.getvalue()))
    assert data.tell() == 0
