"""What the tests of the pages share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from dateline.website.remembering import forget_all


class PageTestCase(TestCase):
    """Both databases, and nothing remembered from other tests."""

    databases = {"default", "counts"}

    def setUp(self) -> None:
        forget_all()

    def page(self, address: str, status: int = 200) -> str:
        """The page at an address; fails when it does not answer with `status`."""
        response = self.client.get(address)
        self.assertEqual(response.status_code, status, address)
        return response.content.decode()

    @contextmanager
    def at_most(self, queries: int) -> Iterator[None]:
        """Fails when more queries go to both databases together."""
        with CaptureQueriesContext(connections["default"]) as news, CaptureQueriesContext(connections["counts"]) as counts:
            yield
        asked = [*news.captured_queries, *counts.captured_queries]
        self.assertLessEqual(len(asked), queries, "\n".join(query["sql"][:160] for query in asked))
