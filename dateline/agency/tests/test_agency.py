from django.test import SimpleTestCase

from dateline.agency.models import Agency
from dateline.testing import NOON


class AgencyTests(SimpleTestCase):
    def test_the_rights_notice_takes_the_year_of_the_story(self) -> None:
        agency = Agency(rights_notices={"en": "© Kerme, {year}."}, names={"en": "Kerme"})
        self.assertEqual(agency.rights_notice("en", NOON), "© Kerme, 2026.")
        self.assertEqual(agency.rights_notice("kk", NOON), "© Kerme, 2026.")
        self.assertEqual(Agency().rights_notice("kk", NOON), "")
        self.assertEqual(Agency().name("kk"), "Dateline")
