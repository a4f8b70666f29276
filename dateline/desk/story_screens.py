"""The screens of a story: list, editor, correction, withdrawal. Wagtail's snippet screens, led to the doors of `stories`."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from dateline.lib.errors import DatelineError, Refused
from dateline.stories import publishing, wagtail_doors
from dateline.stories.models import Story

BODY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "superscript", "subscript"]


def _tell(request: HttpRequest, error: DatelineError) -> None:
    """Every reason as a message of its own, then the remedy."""
    for sentence in error.reasons if isinstance(error, Refused) else [error.sentence]:
        messages.error(request, sentence)
    if error.remedy:
        messages.info(request, error.remedy)


class _PublishesThroughTheDoor:
    """When the story may not go out, the draft stays saved and the editor reads why."""

    def publish_action(self) -> Any:
        try:
            return super().publish_action()  # type: ignore[misc]
        except DatelineError as error:
            request: HttpRequest = self.request  # type: ignore[attr-defined]
            _tell(request, error)
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))  # type: ignore[attr-defined]


class StoryCreateView(_PublishesThroughTheDoor, snippets.CreateView):  # type: ignore[misc]
    """A new draft."""


class StoryEditView(_PublishesThroughTheDoor, snippets.EditView):  # type: ignore[misc]
    """An edit of a draft or of a published story; the public sees it after “Publish”."""

    def can_delete(self) -> bool:
        return self.object.state == Story.State.DRAFT and bool(super().can_delete())


class StoryDeleteView(snippets.DeleteView):  # type: ignore[misc]
    """Only drafts can be deleted; what was public stays in the log."""

    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(Story, pk=super().get_object(queryset).pk, state=Story.State.DRAFT)


class CorrectionForm(forms.Form):
    """What readers are told when something was wrong."""

    note = forms.CharField(
        label=_("Public note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("What was wrong and what is right, in the language of the story. It is printed with its time under the text."),
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    """Why a story goes."""

    reason = forms.CharField(label=_("Reason, for the newsroom"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    public_reason = forms.CharField(
        label=_("Reason, for readers"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        help_text=_("In the language of the story. It stands on the page that remains at this address."),
    )  # fmt: skip


def _ask(request: HttpRequest, story: Story, form: forms.Form, title: Any, button: Any, explanation: Any) -> HttpResponse:
    context = {"story": story, "form": form, "title": title, "button": button, "explanation": explanation}
    return render(request, "desk/ask.html", context)


@require_admin_access
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the saved edits of a story as a correction with a public note."""
    story = get_object_or_404(Story, pk=pk)
    _require(request, "publish")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wagtail_doors.correct(story, form.cleaned_data["note"], request.user)
        except DatelineError as error:
            _tell(request, error)
        else:
            messages.success(request, _("The correction is published."))
            return redirect(viewset().get_url_name("edit"), pk)
    explanation = _("Save your edits as a draft first; they go out together with this note.")
    return _ask(request, story, form, _("Correct"), _("Publish the correction"), explanation)


@require_admin_access
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Kill a story, with a reason."""
    story = get_object_or_404(Story, pk=pk)
    _require(request, "publish")
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.kill(story, at=now(), by=request.user, **form.cleaned_data)
        except DatelineError as error:
            _tell(request, error)
        else:
            messages.success(request, _("The story is withdrawn. Its address answers “410 Gone”."))
            return redirect(viewset().get_url_name("list"))
    explanation = _("Readers, feeds and search lose the story at once. Its address stays, with a page that says so. This cannot be undone.")
    return _ask(request, story, form, _("Withdraw"), _("Withdraw the story"), explanation)


def _require(request: HttpRequest, action: str) -> None:
    from django.core.exceptions import PermissionDenied

    if not viewset().permission_policy.user_has_permission(request.user, action):
        raise PermissionDenied


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
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    delete_view_class = StoryDeleteView
    copy_view_enabled = False
    list_display = ["headline", "language", "section", "state", "urgency", "published_at"]
    list_filter = ["language", "section", "state", "urgency"]
    search_fields = ["headline", "slugline"]
    search_backend_name = None  # the readers' search index is our own, see `search`
    list_per_page = 50
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Story]:
        return Story.objects.select_related("section", "latest_revision").defer("body")

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("correct/<int:pk>/", correct, name="correct"),
            path("unpublish/<int:pk>/", withdraw, name="unpublish"),  # in the place of Wagtail's silent unpublishing
        ]
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "unpublish"] + own

    def get_edit_handler(self) -> Any:
        text = [
            FieldRowPanel([FieldPanel("language"), FieldPanel("section"), FieldPanel("urgency")]),
            FieldPanel("slugline"),
            FieldPanel("headline", classname="title"),
            FieldPanel("lead", widget=forms.Textarea(attrs={"rows": 3})),
            FieldRowPanel([FieldPanel("dateline"), FieldPanel("byline")]),
            FieldPanel("body", widget=get_rich_text_editor_widget("default", features=BODY_FEATURES)),
            InlinePanel("pictures", heading=_("Pictures"), label=_("Picture"), panels=_PICTURE),
            InlinePanel("sources", heading=_("Sources"), label=_("Source"), panels=_SOURCE),
        ]
        about = [
            FieldPanel("authors"),
            FieldPanel("subjects"),
            FieldPanel("dossier"),
            MultiFieldPanel(
                [FieldPanel("embargoed_until"), FieldPanel("usage_terms"), FieldPanel("copyright_notice")], heading=_("Rights")
            ),
            FieldPanel("ednote"),
        ]
        tabs = TabbedInterface([ObjectList(text, heading=_("Text")), ObjectList(about, heading=_("About it"))])
        return tabs.bind_to_model(self.model)


_PICTURE = [FieldPanel("picture"), FieldPanel("caption"), FieldPanel("alt_text"), FieldPanel("credit_line")]
_SOURCE = [FieldRowPanel([FieldPanel("role"), FieldPanel("name")]), FieldPanel("address")]
