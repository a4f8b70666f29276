"""The screens of a story under /newsroom/stories/: Wagtail's list, and our own editor behind it.

Of Wagtail's snippet screens only the list and the chooser are left. Whatever else it brings
(publish, unpublish, schedule, lock, its workflow, copy, inspect, bulk actions) would go past `desk.workflow`, so it has no
address here; the editor's own screens stand in their places.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from dateline.desk.editor import asking, finding, history, previewing, screens, template_screens, two_texts
from dateline.desk.permissions import needs
from dateline.stories.models import Story

KEPT = {"list", "list_results"}  # of Wagtail's own screens


class StoryListView(snippets.IndexView):  # type: ignore[misc]
    """Every story, newest first; without Wagtail's bulk actions, and each row leads to the editor alone."""

    @property
    def columns(self) -> list[Any]:
        return [column for column in super().columns if column.name != "bulk_actions"]

    def get_list_buttons(self, instance: Any) -> list[Any]:
        return []

    def get_edit_url(self, instance: Any) -> str:
        return screens.url("edit", instance.pk)


def viewset() -> "StoryViewSet":
    """The one registered set of story screens."""
    return Story.snippet_viewset  # type: ignore[attr-defined, no-any-return]


class StoryViewSet(SnippetViewSet):  # type: ignore[misc]
    """Stories in the newsroom."""

    model = Story
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    url_prefix = "stories"
    index_view_class = StoryListView
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["headline", "language", "section", "state", "urgency", "published_at"]
    list_filter = ["language", "section", "state", "urgency"]
    search_fields = ["headline", "slugline"]
    search_backend_name = None  # the readers' search index is our own, see `search`
    list_per_page = 50
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Story]:
        return Story.objects.select_related("section", "latest_revision").defer("body")

    def get_urlpatterns(self) -> list[URLPattern]:
        listed = [
            path(str(pattern.pattern), needs()(pattern.callback), name=pattern.name)
            for pattern in super().get_urlpatterns()
            if pattern.name in KEPT
        ]
        return [*listed, *_ADDRESSES]


_ADDRESSES = [  # the names that Wagtail's own screens had are kept, so that its links lead to ours
    path("add/", screens.add, name="add"),
    path("add/autosave/", screens.autosave_new, name="autosave_new"),
    path("add/discard/", screens.discard_new, name="discard_new"),
    path("edit/<int:pk>/", screens.edit, name="edit"),
    path("edit/<int:pk>/autosave/", screens.autosave, name="autosave"),
    path("edit/<int:pk>/state/", screens.state, name="state"),
    path("edit/<int:pk>/leave/", screens.leave, name="leave"),
    path("edit/<int:pk>/discard/", screens.discard, name="discard"),
    path("edit/<int:pk>/take-over/", screens.take_over, name="take_over"),
    path("edit/<int:pk>/two-texts/", two_texts.two_texts, name="two_texts"),
    path("correct/<int:pk>/", asking.correct, name="correct"),
    path("withdraw/<int:pk>/", asking.withdraw, name="unpublish"),
    path("delete/<int:pk>/", asking.delete, name="delete"),
    path("undo/<int:pk>/", asking.undo, name="undo"),
    path("preview/<int:pk>/", previewing.preview, name="preview"),
    path("history/<int:pk>/", history.history, name="history"),
    path("history/<int:pk>/compare/", history.compare, name="revisions_compare"),
    path("history/<int:pk>/restore/<int:revision>/", history.restore, name="revisions_revert"),
    path("suggest/<slug:kind>/", finding.suggest, name="suggest"),
    path("paste/", finding.paste, name="paste"),
    path("templates/", template_screens.templates, name="templates"),
    path("templates/new/", template_screens.template, name="new_template"),
    path("templates/<int:pk>/", template_screens.template, name="template"),
    path("templates/<int:pk>/delete/", template_screens.delete_template, name="delete_template"),
    path("templates/of/<int:pk>/", template_screens.make_template, name="make_template"),
]
