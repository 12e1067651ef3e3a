from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_mail_lets_in")]

    operations = [
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("state", "sent")), fields=["sent_at"], name="mail_sent"
            ),
        )
    ]
