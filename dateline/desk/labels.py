"""Labels that Wagtail leaves out: Django then makes one of the field's name, and that is English in every language."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: "dict[type[forms.Form], dict[str, _StrPromise]]" = {
    choosers.ExternalLinkChooserForm: {"link_text": _("Link text")},
    choosers.AnchorLinkChooserForm: {"link_text": _("Link text")},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _("Link text"),
        "subject": _("Subject of the letter"),
        "body": _("Text of the letter"),
    },
    choosers.PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
}


def label_fields() -> None:
    """Give these fields their labels, in the language of whoever opens the form. Once, at the start."""
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
