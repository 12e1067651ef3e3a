from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_help_asked_each")]

    operations = [
        migrations.AddField(
            model_name="teammeeting",
            name="counts_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="teammeeting",
            name="rhythm",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "no rhythm"),
                    (1, "every week"),
                    (2, "every two weeks"),
                    (4, "every four weeks"),
                ],
                default=0,
            ),
        ),
        migrations.AddConstraint(
            model_name="teammeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("rhythm__in", [0, 1, 2, 4])), name="meeting_has_a_rhythm"
            ),
        ),
    ]
