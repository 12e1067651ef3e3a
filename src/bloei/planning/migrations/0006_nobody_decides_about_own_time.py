"""What lies outside the rules stands only by the yes of another."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_cover")]

    operations = [
        migrations.AddConstraint(
            model_name="learningblock",
            constraint=models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")),
                name="nobody_decides_about_own_time",
            ),
        ),
    ]
