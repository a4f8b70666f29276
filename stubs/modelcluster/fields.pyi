from django.db import models

ParentalKey = models.ForeignKey
ParentalManyToManyField = models.ManyToManyField
