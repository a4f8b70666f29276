"""The columns of the chain. Plain SQL that both databases know: Django would have SQLite write the whole table anew, and lose its triggers."""

from django.db import migrations, models

NAMES = ("content_hash", "previous_hash", "hash")


class Migration(migrations.Migration):
    dependencies = [("stories", "0007_who_asked_for_the_embargo")]
    operations = [
        migrations.AddField(model_name="releasecounter", name="hash", field=models.CharField(default="0" * 64, max_length=64)),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE stories_release ADD COLUMN {name} varchar(64) DEFAULT '' NOT NULL",
                    f"ALTER TABLE stories_release DROP COLUMN {name}",
                )
                for name in NAMES
            ],
            state_operations=[
                migrations.AddField(model_name="release", name=name, field=models.CharField(db_default="", max_length=64))
                for name in NAMES
            ],
        ),
    ]
