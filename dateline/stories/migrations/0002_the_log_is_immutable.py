"""The counter's one row, and triggers that refuse to change or delete a release, whoever asks."""

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON stories_release BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END",
    "CREATE TRIGGER release_is_never_deleted BEFORE DELETE ON stories_release BEGIN SELECT RAISE(ABORT, 'a release is never deleted'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION release_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a release is never changed or deleted'; END $$",
    "CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON stories_release FOR EACH ROW EXECUTE FUNCTION release_is_final()",
    "CREATE TRIGGER release_is_never_deleted BEFORE DELETE ON stories_release FOR EACH ROW EXECUTE FUNCTION release_is_final()",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("stories", "ReleaseCounter").objects.using(schema_editor.connection.alias).create(pk=1, last=0)
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
