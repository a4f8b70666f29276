"""Followers that have never moved are taken to keep up from now on."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0011_signatures_are_immutable")]
    operations = [
        migrations.RenameField("bookmark", "moved_at", "kept_up_at"),
        migrations.AlterField("bookmark", "kept_up_at", models.DateTimeField(default=django.utils.timezone.now)),
    ]
