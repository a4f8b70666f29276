"""A column to look through. Added by hand: on SQLite Django would build the table anew and lose the triggers that guard it."""

from django.db import migrations, models

ADD = "ALTER TABLE people_auditentry ADD COLUMN words text NOT NULL DEFAULT ''"
DROP = "ALTER TABLE people_auditentry DROP COLUMN words"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_invitations")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(ADD, DROP)],
            [migrations.AddField(model_name="auditentry", name="words", field=models.TextField(blank=True, editable=False))],
        ),
        migrations.AddIndex(model_name="auditentry", index=models.Index(fields=["kind", "-id"], name="audit_kind")),
    ]
