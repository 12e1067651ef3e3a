from django.db import migrations, models


def forget_links(apps, _schema_editor):
    """Empty the mails of before that let somebody in: an address alone with a link in it."""
    mails = apps.get_model("foundation", "Mail").objects.exclude(state="waiting")
    mails.filter(text__contains="/people/welcome/").update(text="", html="", lets_in=True)
    apps.get_model("foundation", "Mail").objects.filter(
        state="waiting", text__contains="/people/welcome/"
    ).update(lets_in=True)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_mail_answer")]

    operations = [
        migrations.AddField(
            model_name="mail", name="lets_in", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(forget_links, migrations.RunPython.noop),
    ]
