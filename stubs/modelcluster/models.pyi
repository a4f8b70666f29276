from typing import Any

from django.db import models

class ClusterableModel(models.Model):
    def serializable_data(self) -> dict[str, Any]: ...
    class Meta:
        abstract = True
