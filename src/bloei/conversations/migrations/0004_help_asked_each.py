from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_planned_meeting")]

    operations = [
        migrations.RemoveConstraint(model_name="helpasked", name="help_asked_once"),
        migrations.AddConstraint(
            model_name="helpasked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_on", None)),
                fields=("conversation", "by"),
                name="help_asked_once_each",
                nulls_distinct=False,
            ),
        ),
    ]
