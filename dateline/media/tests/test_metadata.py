"""Reading what files say, whatever wrote them, and writing it so that other programs read it."""

import hashlib
import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import TestCase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dateline.media.metadata import iim, reading, writing, xmp
from dateline.media.metadata.facts import Facts, moment, tidy
from dateline.testing import SHARED, needs_shared

RDF = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {spaces}>{inside}</rdf:RDF></x:xmpmeta>'
FULL = Facts(
    title="Су қоймасы",
    captions={"kk": "Су қоймасы екі қақпасын ашты", "ru": "Водохранилище открыло два затвора", "en": "The reservoir opens two gates"},
    alt_texts={"ru": "Вода падает с плотины"},
    extended_descriptions={"en": "Water falls from a concrete dam under a grey sky."},
    credit_line="Керме / Әйгерім Төлен",
    creators=("Әйгерім Төлен", "D. Example"),
    source="Керме",
    copyright_notice="© Керме, 2026",
    usage_terms="Editorial use only.",
    web_statement="https://example.org/terms/",
    licensor_url="https://example.org/licence/",
    data_mining="DMI-PROHIBITED-AIMLTRAINING",
    digital_source_type="digitalCapture",
    city="Шардара",
    country="Қазақстан",
    taken="2026-03-12T09:54:00+05:00",
    keywords=("су", "плотина"),
)


def packet(inside: str) -> bytes:
    return RDF.format(spaces=" ".join(f'xmlns:{p}="{u}"' for p, u in xmp.SPACES.items()), inside=inside).encode()


def saved(kind: str = "JPEG", **options: Any) -> Image.Image:
    data = BytesIO()
    Image.new("RGB", (16, 16)).save(data, kind, **options)
    return Image.open(data)


def with_record(record: bytes, digest: bytes = b"", **options: Any) -> Image.Image:
    """A JPEG with an IIM record, and a Photoshop digest of it when one is given."""
    segment = iim.segment(record)
    if digest:
        segment += b"8BIM" + iim.DIGEST.to_bytes(2, "big") + b"\0\0" + len(digest).to_bytes(4, "big") + digest
        segment = segment[:2] + (len(segment) - 2).to_bytes(2, "big") + segment[4:]
    return saved(extra=segment, **options)


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


class XmpTests(TestCase):
    def test_what_we_write_we_read_again_in_every_kind_of_file(self) -> None:
        made = writing.records(FULL)
        for kind in ("JPEG", "WEBP", "AVIF"):
            with self.subTest(kind):
                self.assertEqual(reading.read(saved(kind, xmp=made.xmp, exif=made.exif)), FULL)

    def test_properties_may_be_attributes_and_structures_may_be_written_in_three_ways(self) -> None:
        short = packet('<rdf:Description photoshop:Credit="Kerme" photoshop:City="Atyrau"/>')
        self.assertEqual((xmp.read(short).credit_line, xmp.read(short).city), ("Kerme", "Atyrau"))
        for item in (
            '<rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Aktau</Iptc4xmpExt:City></rdf:li>',
            "<rdf:li><rdf:Description><Iptc4xmpExt:City>Aktau</Iptc4xmpExt:City></rdf:Description></rdf:li>",
            '<rdf:li Iptc4xmpExt:City="Aktau"/>',
        ):
            place = f"<Iptc4xmpExt:LocationShown><rdf:Bag>{item}</rdf:Bag></Iptc4xmpExt:LocationShown>"
            self.assertEqual(xmp.read(packet(f"<rdf:Description>{place}</rdf:Description>")).city, "Aktau", item)

    def test_a_default_that_repeats_a_language_is_not_a_second_text(self) -> None:
        alternatives = (
            '<rdf:li xml:lang="x-default">Dam</rdf:li><rdf:li xml:lang="en-US">Dam</rdf:li><rdf:li xml:lang="ru-RU">Плотина</rdf:li>'
        )
        found = xmp.read(packet(f"<rdf:Description><dc:description><rdf:Alt>{alternatives}</rdf:Alt></dc:description></rdf:Description>"))
        self.assertEqual(found.captions, {"en": "Dam", "ru": "Плотина"})

    def test_a_default_alone_goes_under_the_language_it_is_in(self) -> None:
        for text, language in ((FULL.captions["kk"], "kk"), ("Он пришёл в дом и сказал, что вода ушла", "ru"), ("The dam", "en")):
            alternatives = f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'
            inside = f"<rdf:Description><dc:description>{alternatives}</dc:description></rdf:Description>"
            self.assertEqual(reading.read(saved(xmp=packet(inside))).captions, {language: text})

    def test_entities_document_types_and_broken_packets_say_nothing(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + packet("<rdf:Description photoshop:Credit='&b;'/>")
        outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + packet(
            "<rdf:Description><photoshop:Credit>&a;</photoshop:Credit></rdf:Description>"
        )
        wide = outside.decode().encode("utf-16")
        for broken in (bomb, outside, wide, b"", b"<x", packet("<rdf:Description"), b"\xff" * 100, b"x" * (xmp.PACKET_MAX + 1)):
            self.assertEqual(xmp.read(broken), Facts())

    def test_codes_and_addresses_are_what_they_should_be_or_nothing(self) -> None:
        bad = packet(
            "<rdf:Description xmpRights:WebStatement=\"javascript:alert(1)\" Iptc4xmpExt:DigitalSourceType='&lt;script&gt;' plus:DataMining='http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED'/>"
        )
        found = xmp.read(bad)
        self.assertEqual((found.web_statement, found.digital_source_type, found.data_mining), ("", "", "DMI-PROHIBITED"))

    @given(st.binary(max_size=300))
    def test_nothing_breaks_it(self, data: bytes) -> None:
        xmp.read(data)
        iim.read(data)
        iim.read(dataset(120, b"x") + data)

    @needs_shared
    def test_the_standards_own_samples_are_understood(self) -> None:
        found = xmp.read((SHARED / "data/photo/IPTC-PhotometadataRef-Std2024.1.xmp").read_bytes())
        self.assertEqual(found.licensor_url, "https://example.com/LicensorURL_1_ref2023.2")
        self.assertEqual(found.data_mining, "DMI-PROHIBITED-GENAIMLTRAINING")
        self.assertEqual(found.alt_texts, {"en": "This is the Alt Text description to support accessibility in 2023.2"})
        with Image.open(SHARED / "data/photo/IPTC-PhotometadataRef-Std2017.1.jpg") as picture:
            read = reading.read(picture)
        self.assertEqual((read.credit_line, len(read.creators), len(read.keywords)), ("Credit Line (ref2017.1)", 2, 3))
        self.assertEqual((read.digital_source_type, read.taken), ("softwareImage", "2017-07-13T17:01:00+00:00"))


class IimTests(TestCase):
    def test_what_we_write_we_read_again(self) -> None:
        found = iim.read(iim.write(FULL))
        self.assertEqual((found.title, found.credit_line, found.city), (FULL.title, FULL.credit_line, FULL.city))
        self.assertEqual(found.keywords, FULL.keywords)

    def test_texts_without_a_marker_of_their_letters(self) -> None:
        for text, encoding in (("Плотина открыта", "cp1251"), ("Café à Genève", "cp1252"), ("Бөген", "utf-8")):
            record = dataset(120, text.encode(encoding))
            self.assertEqual(list(iim.read(record).captions.values()), [text], encoding)

    def test_date_and_time_with_and_without_a_zone(self) -> None:
        for date, time, wanted in (
            (b"20260312", b"095400+0500", "2026-03-12T09:54:00+05:00"),
            (b"20260312", b"095400", "2026-03-12T09:54:00"),
            (b"20260312", b"", "2026-03-12"),
            (b"20260300", b"", "2026-03"),
            (b"20269999", b"", ""),
            (b"yesterda", b"", ""),
        ):
            self.assertEqual(iim.read(dataset(55, date) + (dataset(60, time) if time else b"")).taken, wanted)


class WhoWinsTests(TestCase):
    XMP = packet('<rdf:Description photoshop:Credit="from XMP"/>')
    RECORD = dataset(110, b"from IIM") + dataset(115, b"source in IIM")

    def test_xmp_wins_over_iim_and_iim_fills_the_gaps(self) -> None:
        found = reading.read(with_record(self.RECORD, xmp=self.XMP))
        self.assertEqual((found.credit_line, found.source), ("from XMP", "source in IIM"))

    def test_iim_wins_when_it_was_changed_after_the_xmp(self) -> None:
        right, wrong = hashlib.md5(self.RECORD).digest(), hashlib.md5(b"what it was before").digest()
        self.assertEqual(reading.read(with_record(self.RECORD, right, xmp=self.XMP)).credit_line, "from XMP")
        self.assertEqual(reading.read(with_record(self.RECORD, wrong, xmp=self.XMP)).credit_line, "from IIM")
        self.assertEqual(reading.read(with_record(self.RECORD, bytes(16), xmp=self.XMP)).credit_line, "from XMP")

    def test_exif_says_who_when_and_where_if_nobody_else_does(self) -> None:
        exif = Image.Exif()
        exif[0x013B], exif[0x8298] = "A. Somebody; B. Nobody", "© somebody".encode()
        exif.get_ifd(0x8769).update({0x9003: "2026:03:12 09:54:00", 0x9011: "+05:00"})
        exif.get_ifd(0x8825).update({1: "S", 2: (51.0, 30.0, 0.0), 3: "E", 4: (71.0, 0.0, 36.0)})
        found = reading.read(saved(exif=exif))
        self.assertEqual((found.creators, found.copyright_notice), (("A. Somebody", "B. Nobody"), "© somebody"))
        self.assertEqual((found.taken, found.position), ("2026-03-12T09:54:00+05:00", (-51.5, 71.01)))

    def test_odd_tags_say_nothing(self) -> None:
        exif = Image.Exif()
        exif[0x013B] = " "
        exif.get_ifd(0x8769).update({0x9003: "0000:00:00 00:00:00"})
        exif.get_ifd(0x8825).update({1: "N", 2: (500.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)})
        self.assertEqual(reading.read(saved(exif=exif)), Facts())


class TextTests(TestCase):
    def test_moments_keep_what_is_known(self) -> None:
        for good in ("2026", "2026-03", "2026-03-12", "2026-03-12T09:54", "2026-03-12T09:54:10", "2026-03-12T09:54:10Z"):
            self.assertEqual(moment(good), good)
        self.assertEqual(moment("2026-03-12 09:54:10.123+05:00"), "2026-03-12T09:54:10+05:00")
        for bad in ("", "March", "2026-13", "2026-02-30", "2026-03-12T25:00", "12.03.2026", None):
            self.assertEqual(moment(bad), "")

    def test_texts_lose_what_cannot_be_shown(self) -> None:
        self.assertEqual(tidy("a\x00b\x1b[31m\ud800\u202e c"), "a b [31m \u202e c")
        self.assertEqual(tidy("one\r\ntwo", 1000), "one\ntwo")
        self.assertEqual(len(tidy("ы" * 100_000)), 255)


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_another_program_reads_what_we_write(tmp_path: Path) -> None:
    made = writing.records(Facts(**{**FULL.__dict__, "position": (51.5, -71.01)}), keep_position=True)
    for kind in ("JPEG", "WEBP", "AVIF"):
        name = tmp_path / f"x.{kind.lower()}"
        Image.new("RGB", (16, 16)).save(name, kind, xmp=made.xmp, exif=made.exif, **({"extra": made.iim} if kind == "JPEG" else {}))
        told = json.loads(subprocess.run(["exiftool", "-j", "-G1", "-n", "-struct", name], capture_output=True, check=True).stdout)[0]
        assert told["XMP-photoshop:Credit"] == FULL.credit_line
        assert told["XMP-dc:Description"] == FULL.captions["kk"]  # the default
        assert {code: told[f"XMP-dc:Description-{code}"] for code in FULL.captions} == FULL.captions
        assert told["IFD0:Copyright"] == FULL.copyright_notice
        assert told["XMP-plus:Licensor"] == [{"LicensorURL": FULL.licensor_url}]
        assert told["XMP-iptcExt:DigitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
        assert abs(told["Composite:GPSLongitude"] + 71.01) < 1e-6
        assert "Warning" not in str(told)
        if kind == "JPEG":
            assert told["IPTC:Caption-Abstract"] == FULL.captions["kk"]
