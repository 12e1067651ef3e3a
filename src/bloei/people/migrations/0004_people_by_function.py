"""What people with the same job chose is asked on the first page."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_letter_made_by'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['function'], name='people_pers_functio_0d8c9a_idx'),
        ),
    ]
