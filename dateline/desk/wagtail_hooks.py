"""What the newsroom's menu holds, and what it does not."""

from typing import Any

from django import forms
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from dateline.agency.models import Agency
from dateline.desk import rules
from dateline.desk.board import hooks as _board  # noqa: F401
from dateline.desk.editor import hooks as _editor  # noqa: F401
from dateline.desk.models import DeskRule
from dateline.desk.pictures import hooks as _pictures  # noqa: F401
from dateline.desk.planning import hooks as _planning  # noqa: F401  (each part brings its own menu and addresses)
from dateline.desk.story_screens import StoryViewSet
from dateline.desk.translating import hooks as _translating  # noqa: F401
from dateline.newscodes.models import Subject
from dateline.people.models import Author
from dateline.stories.models import Dossier, Section

HIDDEN = {"explorer", "reports", "help", "documents"}  # Wagtail's pages are not used; reports and help come back with the desk's own

TWO_PERSONS = capfirst(DeskRule._meta.get_field("two_persons").verbose_name)


class _Register(SnippetViewSet):  # type: ignore[misc]
    add_to_admin_menu = True
    copy_view_enabled = False
    search_backend_name = None


class SectionForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A section with the rule of its desk. Its address stays as it was made: stories and duties are under it."""

    two_persons = forms.BooleanField(
        label=TWO_PERSONS,
        required=False,
        help_text=_(
            "Nothing of this desk goes out that nobody but its writer has approved, and that holds for everybody. "
            "What is scheduled already waits for the approval, too. Only a flash may go out at once."
        ),
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["slug"].disabled = self.instance.pk is not None
        self.fields["two_persons"].initial = self.instance.pk is not None and rules.wants_two_persons(self.instance)

    def save(self, commit: bool = True) -> Any:
        section = super().save(commit)
        if commit:
            rules.set_two_persons(section, self.cleaned_data["two_persons"], by=self.for_user)
        return section


class SectionViewSet(_Register):
    model = Section
    icon = "folder-open-inverse"
    menu_order = 300
    list_display = [
        "__str__",
        "slug",
        "order",
        BooleanColumn("two_persons", label=TWO_PERSONS),
    ]
    edit_handler = ObjectList(
        [FieldPanel("slug"), FieldPanel("names"), FieldPanel("order"), FieldPanel("two_persons")], base_form_class=SectionForm
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Section]:
        return Section.objects.annotate(two_persons=Coalesce("rule__two_persons", False))


class AuthorViewSet(_Register):
    model = Author
    icon = "user"
    menu_order = 310
    list_display = ["__str__", "slug"]


class DossierViewSet(_Register):
    model = Dossier
    icon = "list-ul"
    menu_order = 320
    list_display = ["__str__", "slug"]


class SubjectViewSet(_Register):
    model = Subject
    icon = "tag"
    menu_order = 330
    list_display = [
        "__str__",
        "code",
        BooleanColumn("retired", label=capfirst(Subject._meta.get_field("retired").verbose_name), sort_key="retired"),
    ]
    list_filter = ["retired"]
    search_fields = ["code", "names"]


for screens in (StoryViewSet, SectionViewSet, AuthorViewSet, DossierViewSet, SubjectViewSet):
    register_snippet(screens)
register_setting(Agency, icon="site")


@hooks.register("insert_global_admin_css")
def _in_the_colours_of_the_site() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/newsroom.css"))


@hooks.register("construct_main_menu")
def _only_what_is_used(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]
