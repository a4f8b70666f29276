from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0005_a_correction_can_be_withdrawn")]
    operations = [
        migrations.AlterField(
            model_name="release",
            name="kind",
            field=models.CharField(
                choices=[
                    ("new", "new"), ("update", "update"), ("correction", "correction"), ("kill", "kill"), ("undo", "taken back"),
                ],
                max_length=10,
            ),
        ),
    ]
