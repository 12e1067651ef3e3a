"""What is mandatory stays mandatory in learning time, so it never takes from somebody's right."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_initial"),
        ("learning", "0001_initial"),
        ("budgets", "0006_time_without_an_offer"),
    ]

    operations = [
        migrations.RunSQL(
            "alter table planning_learningblock add constraint block_as_mandatory_as_participation"
            " foreign key (participation_id, is_mandatory)"
            " references learning_participation (id, is_mandatory) deferrable initially immediate;",
            "alter table planning_learningblock drop constraint block_as_mandatory_as_participation;",
        )
    ]
