"""The table of the shared cache (rate limits of sign-in are counted there)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "create table foundation_cache ("
            " cache_key varchar(255) not null primary key,"
            " value text not null,"
            " expires timestamptz not null);"
            "create index foundation_cache_expires on foundation_cache (expires);",
            "drop table foundation_cache",
        )
    ]
