"""Taking in pictures: a file is what is in it, not what it is called, and it must be whole."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureFileField(WagtailImageField):  # type: ignore[misc]
    """Wagtail's checks (kind, size, number of pixels), then every pixel is read once: a cut-off or broken file is refused with a reason."""

    def to_python(self, data: Any) -> Any:
        try:
            found = super().to_python(data)
            if found is not None:
                found.seek(0)
                with Image.open(found) as picture:
                    picture.load()
                found.seek(0)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # all that Pillow says of broken files
            sentence = _("This file is broken or cut off: %(reason)s. Send it again, or save it anew from the program that made it.")
            raise ValidationError(sentence, code="broken_picture", params={"reason": error}) from error
        return found


class PictureForm(BaseImageForm):  # type: ignore[misc]
    """The form for a picture in every screen that takes one."""

    file = PictureFileField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    class Meta(BaseImageForm.Meta):  # type: ignore[misc]
        pass
