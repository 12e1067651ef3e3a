from django.db import migrations

MAKE = """
create table foundation_heartbeat (
    is_only boolean primary key default true check (is_only),
    beat int not null
);
insert into foundation_heartbeat (beat) values (1);
create function foundation_beat() returns trigger language plpgsql as $$
begin
    new.beat := 1;
    return new;
end $$;
create trigger beat before update on foundation_heartbeat
    for each row execute function foundation_beat();
"""
UNMAKE = "drop table foundation_heartbeat; drop function foundation_beat"


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_cache")]
    operations = [migrations.RunSQL(MAKE, UNMAKE)]
