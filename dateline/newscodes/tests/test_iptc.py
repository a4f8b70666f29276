"""Reading releases of Media Topics."""

import json
from typing import Any
from unittest import mock

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.newscodes import iptc
from dateline.newscodes.errors import BadVocabulary
from dateline.newscodes.iptc import Topic, read_iptc
from dateline.newscodes.tests.releases import ADDRESS, concept, flat, flat_release, release

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


class ReadTests(SimpleTestCase):
    def test_it_reads_the_form_that_iptc_publishes(self) -> None:
        topics = read_iptc(release(concept("15000000", "sport"), concept("20001065", "soccer", "15000000", retired=True)))
        self.assertEqual(
            topics,
            [
                Topic("medtop:15000000", None, {"en": "sport"}),
                Topic("medtop:20001065", "medtop:15000000", {"en": "soccer"}, retired=True),
            ],
        )

    def test_it_reads_the_form_made_from_the_spreadsheet(self) -> None:
        topics = read_iptc(flat_release(flat("15000000", "sport"), flat("20001065", "soccer", "15000000", retired="2024-05-01")))
        self.assertEqual([(topic.parent, topic.retired) for topic in topics], [(None, False), ("medtop:15000000", True)])

    def test_a_byte_order_mark_and_missing_codes_beside_the_address_are_no_fault(self) -> None:
        sport = concept("15000000", "sport")
        del sport["qcode"]
        self.assertEqual(read_iptc(b"\xef\xbb\xbf" + release(sport))[0].code, "medtop:15000000")

    def test_american_english_serves_where_british_is_missing(self) -> None:
        labour = {**concept("09000000", "labour"), "prefLabel": {"de": "Arbeit", "en-US": " labor\n"}}
        self.assertEqual(read_iptc(release(labour))[0].names, {"en": "labor"})


class RefusalTests(SimpleTestCase):
    def refusal(self, data: bytes) -> BadVocabulary:
        with self.assertRaises(BadVocabulary) as caught:
            read_iptc(data)
        return caught.exception

    def test_what_is_no_release_is_refused(self) -> None:
        for data in (b"", b"\xff\xfe", b"<xml/>", b"[]", b"{}", b'{"conceptSet": []}', b'{"conceptSet": {}}', b"[" * 100_000):
            with self.subTest(data[:20]):
                self.assertIn("The file", self.refusal(data).sentence)

    def test_broken_topics_are_told_with_their_number_and_all_at_once(self) -> None:
        good = concept("15000000", "sport")
        broken: list[Any] = [
            "sport",
            {**good, "qcode": "subj:15000000"},
            {**good, "prefLabel": {"de": "Sport"}},
            {**good, "prefLabel": "sport"},
            {**good, "prefLabel": {"en-GB": "<b>sport</b>"}},
            {**good, "prefLabel": {"en-GB": "s" * 201}},
            {**good, "broader": ["elsewhere"]},
            {**good, "broader": [ADDRESS + "01000000", ADDRESS + "02000000"]},
        ]
        reasons = self.refusal(release(good, *broken)).reasons
        self.assertEqual(len(reasons), len(broken))
        for number, reason in enumerate(reasons, start=2):
            self.assertTrue(reason.startswith(f"Topic {number} of the file: "), reason)

    def test_a_flood_of_faults_is_told_in_short(self) -> None:
        reasons = self.refusal(release(*["sport"] * 500)).reasons
        self.assertEqual((len(reasons), reasons[-1]), (21, "There are 480 faults more."))

    def test_a_topic_may_not_be_there_twice(self) -> None:
        self.assertEqual(
            self.refusal(release(concept("15000000", "sport"), concept("15000000", "sports"))).reasons,
            ["medtop:15000000 is there 2 times."],
        )

    def test_a_broader_topic_must_be_there(self) -> None:
        self.assertEqual(
            self.refusal(release(concept("20001065", "soccer", "15000000"))).reasons,
            ["medtop:20001065 belongs to medtop:15000000, which is missing."],
        )

    def test_a_circle_is_told_once(self) -> None:
        data = release(
            *(concept(f"2000000{n}", f"topic {n}", f"2000000{(n + 1) % 3}") for n in range(3)), concept("20000009", "x", "20000001")
        )
        self.assertEqual(len(self.refusal(data).reasons), 1)
        self.assertIn("is broader than itself", self.refusal(data).sentence)

    def test_too_many_bytes_are_not_even_parsed(self) -> None:
        with mock.patch.object(iptc, "MAX_BYTES", 1024**2):
            self.assertEqual(self.refusal(b" " * (1024**2 + 1)).reasons, ["The file has more than 1 MiB."])

    def test_too_many_topics_are_refused(self) -> None:
        with mock.patch.object(iptc, "MAX_TOPICS", 1):
            self.assertEqual(
                self.refusal(release(concept("15000000", "sport"), concept("01000000", "arts"))).reasons,
                ["The file has more than 1 topics."],
            )

    @settings(max_examples=40)
    @given(JSON)
    def test_any_json_is_read_or_refused(self, content: Any) -> None:
        for data in (
            json.dumps(content),
            json.dumps({"conceptSet": content}),
            json.dumps({"conceptSet": [{"qcode": "medtop:15000000", "prefLabel": content}]}),
        ):
            try:
                self.assertTrue(all(topic.names["en"] for topic in read_iptc(data.encode())))
            except BadVocabulary as refusal:
                self.assertTrue(refusal.reasons)
