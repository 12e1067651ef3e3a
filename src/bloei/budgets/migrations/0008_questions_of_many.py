"""HR adds up what lapses, and what was spent in a year, of thousands of people."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('budgets', '0007_conversions_are_asked'),
        ('learning', '0002_way_of_learning'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('granted_on__isnull', False)), fields=['lapses_on'], name='entry_lapses'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('what', 'spend')), fields=['on'], name='entry_spent'),
        ),
    ]
