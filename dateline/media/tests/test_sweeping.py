import os
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import TestCase, override_settings
from django.utils.timezone import now

from dateline.media import renditions
from dateline.media.sweeping import sweep
from dateline.testing import make_picture


def leave(path: Path, *, days_ago: float) -> Path:
    """A file that somebody left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = (now() - timedelta(days=days_ago)).timestamp()
    os.utime(path, (then, then))
    return path


class SweepTests(TestCase):
    def setUp(self) -> None:
        self.media = Path(self.enterContext(TemporaryDirectory()))
        self.enterContext(override_settings(MEDIA_ROOT=self.media / "media", FILE_UPLOAD_TEMP_DIR=self.media / "uploads"))

    def test_what_has_no_row_goes_after_a_day_and_the_rest_stays(self) -> None:
        picture = make_picture()
        renditions.ensure(picture)
        mine = [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]
        for file in mine:
            os.utime(file, (1, 1))
        old = [
            leave(Path(settings.MEDIA_ROOT, "original_images/orphan.jpg"), days_ago=2),
            leave(Path(settings.MEDIA_ROOT, "images/0/9-orphan.width-360.jpg.ab12.part"), days_ago=2),
            leave(self.media / "uploads" / "tmpabc.upload.jpg", days_ago=2),
        ]
        young = leave(Path(settings.MEDIA_ROOT, "original_images/on-its-way.jpg"), days_ago=0.5)
        self.assertEqual(sweep(now()), len(old))
        self.assertEqual([file for file in old if file.exists()], [])
        self.assertTrue(all(file.exists() for file in [*mine, young]))

    def test_where_there_is_nothing_yet_nothing_happens(self) -> None:
        self.assertEqual(sweep(now()), 0)
