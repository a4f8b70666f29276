"""Wagtail's own screens take pictures too: they ask the same as ours, and read the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from dateline.media import taking_in
from dateline.media.errors import CannotTake
from dateline.media.examining import Examined, examine


class PictureFileField(WagtailImageField):  # type: ignore[misc]
    """Ours are the checks, then Wagtail's (the file's ending must fit)."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        try:
            examined = examine(data, data.size)
        except CannotTake as error:
            raise ValidationError(f"{error.sentence} {error.remedy}", code=error.code) from error
        found = super().to_python(data)
        if found is not None:
            found.examined = examined
        return found


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """The form for a picture in every screen of Wagtail that takes one."""

    file = PictureFileField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    class Meta(BaseImageForm.Meta):  # type: ignore[misc]
        pass

    def save(self, commit: bool = True) -> Any:
        examined: Examined | None = getattr(self.cleaned_data.get("file"), "examined", None)
        if examined:
            taking_in.describe(self.instance, examined, name=self.cleaned_data["file"].name)
        self.instance.filed_at = self.instance.filed_at or now()
        picture = super().save(commit=commit)
        if examined and commit:
            taking_in.remember_look(picture, examined.look)
        return picture
