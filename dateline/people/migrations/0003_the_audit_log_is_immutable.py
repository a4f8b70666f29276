"""Triggers that refuse to change an entry of the audit log, or to delete one that is younger than a year."""

from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON people_auditentry BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END",
    "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON people_auditentry WHEN OLD.at > datetime('now', '-1 year') "
    "BEGIN SELECT RAISE(ABORT, 'the audit log is kept for a year at least'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '1 year' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'the audit log is never changed and kept for a year at least'; END $$",
    "CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON people_auditentry FOR EACH ROW EXECUTE FUNCTION audit_is_final()",
    "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON people_auditentry FOR EACH ROW EXECUTE FUNCTION audit_is_final()",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_duties_and_audit")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
