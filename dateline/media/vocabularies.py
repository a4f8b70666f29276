"""Two vocabularies that files carry as codes, with our own names for them.

https://cv.iptc.org/newscodes/digitalsourcetype/ and http://ns.useplus.org/LDF/ldf-XMPSpecification#DataMining
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceType(models.TextChoices):
    """How a picture came to be."""

    CAPTURE = "digitalCapture", _("taken with a digital camera")
    COMPUTATIONAL = "computationalCapture", _("put together by the camera from several shots")
    NEGATIVE = "negativeFilm", _("scanned from a negative")
    POSITIVE = "positiveFilm", _("scanned from a slide")
    PRINT = "print", _("scanned from a print")
    HUMAN_EDITS = "humanEdits", _("a photograph that people changed")
    COMPOSITE = "compositeCapture", _("put together from photographs")
    ENHANCED = "algorithmicallyEnhanced", _("a photograph enhanced by a program")
    DATA_DRIVEN = "dataDrivenMedia", _("drawn from data")
    CREATION = "digitalCreation", _("drawn by people with a program")
    SCREEN = "screenCapture", _("a picture of a screen")
    RECORDING = "virtualRecording", _("recorded from a virtual event")
    SYNTHETIC = "compositeSynthetic", _("put together, with parts made by a program")
    ALGORITHMIC = "algorithmicMedia", _("made by a program without learning")
    AI = "trainedAlgorithmicMedia", _("made by AI")
    PARTLY_AI = "compositeWithTrainedAlgorithmicMedia", _("put together, with parts made by AI")
    MINOR_EDITS = "minorHumanEdits", _("a photograph with small retouches")  # retired by IPTC; files still carry these four
    ART = "digitalArt", _("digital art")
    SOFTWARE = "softwareImage", _("made with a program")
    COMPOSED = "composite", _("put together")


MADE_BY_AI = frozenset({SourceType.AI, SourceType.PARTLY_AI})


class Mining(models.TextChoices):
    """Whether programs may learn from a picture."""

    UNSPECIFIED = "DMI-UNSPECIFIED", _("not said")
    ALLOWED = "DMI-ALLOWED", _("allowed")
    NO_AI = "DMI-PROHIBITED-AIMLTRAINING", _("not for training AI")
    NO_GENERATIVE_AI = "DMI-PROHIBITED-GENAIMLTRAINING", _("not for training generative AI")
    SEARCH_ONLY = "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING", _("only for search engines")
    NO = "DMI-PROHIBITED", _("not allowed")
    SEE_CONSTRAINT = "DMI-PROHIBITED-SEECONSTRAINT", _("as the file's constraint says")
    SEE_EMBEDDED = "DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR", _("as the file's rights expression says")
    SEE_LINKED = "DMI-PROHIBITED-SEELINKEDRIGHTSEXPR", _("as the linked rights expression says")
