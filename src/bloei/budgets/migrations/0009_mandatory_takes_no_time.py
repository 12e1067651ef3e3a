"""What is mandatory takes working time: no hours of one's own or of a budget (art. 7:611a BW)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("budgets", "0008_questions_of_many")]

    operations = [
        migrations.RunSQL(
            "update budgets_application set added_minutes = 0, asked_minutes = 0"
            " where is_mandatory and (added_minutes > 0 or asked_minutes > 0)",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(is_mandatory=False) | Q(added_minutes=0, asked_minutes=0),
                name="mandatory_takes_no_time",
            ),
        ),
    ]
