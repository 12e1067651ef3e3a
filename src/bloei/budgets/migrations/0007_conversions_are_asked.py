"""A conversion is an application: of a part of a budget, and of no participation.

What is set apart for it may not name a participation. It can never be spent: what is spent
still says on what (art. 7:611a BW).
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

time = import_module("bloei.budgets.migrations.0006_time_without_an_offer")
AFTER = (
    "((p.id is null and not (f.participation_id is null and ("
    "s.measure = 'minutes' and f.about like 'block:%'"
    " or t.purpose = 'reserved' and f.about like 'conversion:%'))) or p.is_mandatory"
)


class Migration(migrations.Migration):
    dependencies = [
        ("budgets", "0006_time_without_an_offer"),
        ("learning", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="becomes",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AlterField(
            model_name="application",
            name="participation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="learning.participation",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=Q(participation__isnull=False, becomes="")
                | Q(participation__isnull=True, is_mandatory=False) & ~Q(becomes=""),
                name="for_learning_or_a_conversion",
            ),
        ),
        migrations.RunSQL(time.keep_books(AFTER), time.keep_books(time.AFTER)),
    ]
