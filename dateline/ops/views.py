"""What watches Dateline asks here."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from dateline.ops import checks


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and an empty list when all is well; 503 with the names of what is not. Details: `dateline doctor`."""
    faults = [finding.what for finding in checks.look(checks.HEALTH) if finding.level == "fault"]
    response = JsonResponse({"status": "fault" if faults else "ok", "faults": faults}, status=503 if faults else 200)
    response["Cache-Control"] = "no-store"
    return response
