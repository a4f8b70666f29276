from typing import Any

from django.db import models

class RevisionMixin(models.Model):
    latest_revision: Any
    def save_revision(self, **kwargs: Any) -> Any: ...
    def get_latest_revision(self) -> Any: ...
    def get_latest_revision_as_object(self) -> Any: ...
    def with_content_json(self, content: dict[str, Any]) -> Any: ...
    class Meta:
        abstract = True

class DraftStateMixin(RevisionMixin):
    live: models.BooleanField[Any, Any]
    has_unpublished_changes: models.BooleanField[Any, Any]
    first_published_at: models.DateTimeField[Any, Any]
    last_published_at: models.DateTimeField[Any, Any]
    live_revision: Any
    go_live_at: models.DateTimeField[Any, Any]
    expire_at: models.DateTimeField[Any, Any]
    expired: models.BooleanField[Any, Any]
    class Meta:
        abstract = True

class LockableMixin(models.Model):
    locked: models.BooleanField[Any, Any]
    class Meta:
        abstract = True

class WorkflowMixin:
    pass

class PreviewableMixin:
    pass

class Orderable(models.Model):
    sort_order: models.IntegerField[Any, Any]
    class Meta:
        abstract = True
        ordering = ["sort_order"]

def __getattr__(name: str) -> Any: ...
