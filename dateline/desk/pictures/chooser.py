"""Wagtail's chooser of pictures, as the story editor opens it: our search, newest first, and what stops a picture said at it."""

from typing import Any

from django.utils.timezone import now
from wagtail.images.views import chooser as wagtails

from dateline.desk.pictures import reading
from dateline.media import finding
from dateline.media.models import Picture


class _OurPictures:
    """Found by words in `finding`, not by Wagtail's search index, which does not scale; shown with their marks."""

    def get_object_list(self) -> Any:
        return Picture.objects.select_related("collection", "uploaded_by_user")

    def filter_object_list(self, objects: Any) -> Any:
        return finding.with_words(objects, self.request.GET.get("q", "")).order_by("-pk")  # type: ignore[attr-defined]

    def get_context_data(self, **words: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**words)  # type: ignore[misc]
        rows = {row.picture.pk: row for row in reading.rows_of(list(context["results"]), now())}
        for picture in context["results"]:
            picture.row = rows[picture.pk]
        return context


class ChooseView(_OurPictures, wagtails.ImageChooseView):  # type: ignore[misc]
    """The window with its tabs."""


class ResultsView(_OurPictures, wagtails.ImageChooseResultsView):  # type: ignore[misc]
    """What the search in it finds."""


def take_over() -> None:
    """Put our views into the chooser that Wagtail registers; its addresses, its script and its other steps stay."""
    wagtails.viewset.choose_view_class = ChooseView
    wagtails.viewset.choose_results_view_class = ResultsView
