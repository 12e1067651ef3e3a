"""What is mandatory stays mandatory on its way from participation to application to funding.

Foreign keys over two columns: a share of personal money cannot hang from an application
for mandatory training, whatever a program writes (art. 7:611a BW).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_books"), ("learning", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "alter table budgets_application add constraint application_as_mandatory_as_participation"
            " foreign key (participation_id, is_mandatory)"
            " references learning_participation (id, is_mandatory) deferrable initially immediate;"
            "alter table budgets_funding add constraint funding_as_mandatory_as_application"
            " foreign key (application_id, is_mandatory)"
            " references budgets_application (id, is_mandatory) deferrable initially immediate;",
            "alter table budgets_funding drop constraint funding_as_mandatory_as_application;"
            "alter table budgets_application drop constraint application_as_mandatory_as_participation;",
        )
    ]
