from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_changed_elsewhere")]
    operations = [migrations.AddField(model_name="correction", name="withdrawn_at", field=models.DateTimeField(null=True))]
