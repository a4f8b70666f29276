import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from dateline.limits.limiting import SWEEP_ROWS, allow, client
from dateline.limits.models import Tally
from dateline.testing import NOON


def tries(number: int, key: str = "one", kind: str = "search", after_s: float = 0) -> list[bool]:
    return [allow(kind, key, limit=3, per_s=60, at=NOON + timedelta(seconds=after_s)) for _ in range(number)]


class AllowTests(TestCase):
    databases = {"default", "counts"}

    def test_it_allows_as_many_as_the_limit_and_no_more(self) -> None:
        self.assertEqual(tries(5), [True, True, True, False, False])

    def test_keys_and_kinds_do_not_share_their_count(self) -> None:
        tries(3)
        self.assertEqual(tries(1, key="two"), [True])
        self.assertEqual(tries(1, kind="other"), [True])
        self.assertEqual(tries(1), [False])

    def test_a_new_window_begins_when_the_first_is_over_and_not_before(self) -> None:
        tries(4)
        self.assertEqual(tries(1, after_s=59), [False])
        self.assertEqual(tries(4, after_s=60), [True, True, True, False])

    def test_a_refused_try_does_not_lengthen_the_window(self) -> None:
        tries(4)
        tries(4, after_s=59)
        self.assertEqual(tries(1, after_s=61), [True])

    def test_nothing_personal_is_stored(self) -> None:
        allow("tell", "friend@example.org", limit=1, per_s=60, at=NOON)
        row = Tally.objects.get()
        self.assertEqual(len(bytes(row.key)), 16)
        self.assertNotIn(b"friend", bytes(row.key))

    def test_the_hash_depends_on_the_secret(self) -> None:
        tries(3)
        with override_settings(SECRET_KEY="another secret"):
            self.assertEqual(tries(1), [True])

    def test_rows_that_are_over_are_removed_a_few_at_a_time(self) -> None:
        Tally.objects.bulk_create(Tally(key=n.to_bytes(16, "big"), hits=1, expires_s=int(NOON.timestamp())) for n in range(SWEEP_ROWS + 5))
        tries(1)
        self.assertEqual(Tally.objects.count(), 5 + 1)
        tries(1)  # a known key sweeps nothing: only growth does
        self.assertEqual(Tally.objects.count(), 5 + 1)
        tries(1, key="two")
        self.assertEqual(Tally.objects.count(), 2)

    def test_it_is_kept_beside_the_counts_and_not_in_the_newsrooms_file(self) -> None:
        self.assertIn("limits_tally", connections["counts"].introspection.table_names())
        self.assertNotIn("limits_tally", connections["default"].introspection.table_names())
        self.assertNotIn("website_oldaddress", connections["counts"].introspection.table_names())


class ClientTests(SimpleTestCase):
    def client_at(self, address: str, **headers: str) -> str:
        return client(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))

    def test_it_is_the_address(self) -> None:
        self.assertEqual(self.client_at("192.0.2.7"), "192.0.2.7")

    def test_ipv6_counts_by_network(self) -> None:
        self.assertEqual(self.client_at("2001:db8:1:2:3:4:5:6"), self.client_at("2001:db8:1:2:ffff::1"))
        self.assertNotEqual(self.client_at("2001:db8:1:2::1"), self.client_at("2001:db8:1:3::1"))
        self.assertEqual(self.client_at("::ffff:192.0.2.7"), "192.0.2.7")

    def test_a_forwarded_address_is_believed_only_behind_a_proxy(self) -> None:
        forwarded = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}
        self.assertEqual(self.client_at("192.0.2.7", **forwarded), "192.0.2.7")
        with override_settings(BEHIND_PROXY=True):
            self.assertEqual(self.client_at("192.0.2.7", **forwarded), "198.51.100.4")
            self.assertEqual(self.client_at("192.0.2.7"), "192.0.2.7")

    def test_what_is_no_address_stands_for_itself(self) -> None:
        self.assertEqual(self.client_at("nonsense"), "nonsense")
        self.assertEqual(self.client_at(""), "")


TRY_MANY = """
import django; django.setup()
from dateline.testing import NOON
from dateline.limits.limiting import allow
print(sum(allow("search", "one", limit=100, per_s=60, at=NOON) for _ in range(60)))
"""
MAKE_TABLE = """
import django; django.setup()
from django.db import connections
from dateline.limits.models import Tally
with connections["counts"].schema_editor() as editor: editor.create_model(Tally)
"""


@pytest.mark.processes
class ManyProcessesTests(SimpleTestCase):
    def test_processes_share_one_count_exactly(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "DATELINE_DATA": folder, "DJANGO_SETTINGS_MODULE": "dateline.settings", "LOG_LEVEL": "ERROR"}
            subprocess.run([sys.executable, "-c", MAKE_TABLE], env=environment, check=True)
            running = [
                subprocess.Popen([sys.executable, "-c", TRY_MANY], env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)
            ]
            allowed = Counter({number: int(process.communicate()[0]) for number, process in enumerate(running)})
            self.assertEqual([process.returncode for process in running], [0, 0, 0])
        self.assertEqual(allowed.total(), 100)
