"""Triggers that refuse to change or delete a signed head or a public key, whoever asks."""

from typing import Any

from django.db import migrations

TABLES = ("stories_signedhead", "stories_signingkey")


def forwards(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION signature_is_final() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a signature is never changed or deleted'; END $$"
        )
    for table in TABLES:
        for event, word in (("UPDATE", "changed"), ("DELETE", "deleted")):
            effect = {
                "sqlite": f"BEGIN SELECT RAISE(ABORT, 'a signature is never {word}'); END",
                "postgresql": "FOR EACH ROW EXECUTE FUNCTION signature_is_final()",
            }[vendor]
            schema_editor.execute(f"CREATE TRIGGER {table}_is_never_{word} BEFORE {event} ON {table} {effect}")


class Migration(migrations.Migration):
    dependencies = [("stories", "0010_signed_heads")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
