from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_the_log_is_immutable")]
    operations = [
        migrations.AlterField(
            model_name="story",
            name="state",
            field=models.CharField(
                choices=[("draft", "draft"), ("published", "published"), ("killed", "killed")],
                default="draft",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
