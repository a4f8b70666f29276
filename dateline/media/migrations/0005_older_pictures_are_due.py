from django.db import migrations
from django.db.models import F
from django.utils.timezone import now


def note_them(apps, schema_editor):
    """Sizes, hashes and words of pictures from before are made by the background work; nobody has to describe them again."""
    apps.get_model("media", "Picture").objects.update(sizes_due_at=now(), filed_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("media", "0004_content_and_traces")]
    operations = [migrations.RunPython(note_them, migrations.RunPython.noop)]
