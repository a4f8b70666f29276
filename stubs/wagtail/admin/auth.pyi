from django.http import HttpRequest, HttpResponse

from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

def require_admin_access(view_func: _F) -> _F: ...
def reject_request(request: HttpRequest) -> HttpResponse: ...
