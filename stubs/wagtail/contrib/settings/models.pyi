from typing import Any, Self

from django.db import models

class BaseGenericSetting(models.Model):
    @classmethod
    def load(cls, request_or_site: Any = None) -> Self: ...
    class Meta:
        abstract = True
