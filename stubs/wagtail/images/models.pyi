from typing import Any, ClassVar

from django.db import models

class ImageQuerySet(models.QuerySet[Any]):
    def prefetch_renditions(self, *filters: str) -> Any: ...

class AbstractImage(models.Model):
    objects: ClassVar[models.Manager[Any]]  # type: ignore[assignment]
    title: models.CharField[Any, Any]
    file: models.ImageField
    width: models.IntegerField[Any, Any]
    height: models.IntegerField[Any, Any]
    def generate_rendition_file(self, *args: Any, **kwargs: Any) -> Any: ...
    def create_renditions(self, *filters: Any) -> dict[Any, Any]: ...
    prefetched_renditions: Any
    admin_form_fields: ClassVar[tuple[str, ...]]
    def get_rendition(self, filter: Any) -> Any: ...
    def get_renditions(self, *filters: Any) -> dict[str, Any]: ...
    class Meta:
        abstract = True

class AbstractRendition(models.Model):
    filter_spec: models.CharField[Any, Any]
    file: models.ImageField
    width: models.IntegerField[Any, Any]
    height: models.IntegerField[Any, Any]
    focal_point_key: models.CharField[Any, Any]
    @property
    def url(self) -> str: ...
    class Meta:
        abstract = True

def __getattr__(name: str) -> Any: ...
