"""What the role that the program works under may do in the database.

The owner migrates; the program works as `bloei_app`, which owns nothing. Rows of
append-only models can be read and added by it, never changed or removed: not by a
bug, not by raw SQL.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection as default_connection

REFUSE = """
create or replace function bloei_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or removed', tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
"""


def grant_all(connection=default_connection) -> None:
    """Give the working role its rights, anew after every migration (as the owner)."""
    role = settings.WORK_ROLE
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"create role {role} nologin")
        cursor.execute(f"grant {role} to current_user")
        cursor.execute(f"grant usage on schema public to {role}")
        cursor.execute(
            f"grant select, insert, update, delete on all tables in schema public to {role}"
        )
        cursor.execute(f"grant usage, select on all sequences in schema public to {role}")
        cursor.execute(f"grant execute on all functions in schema public to {role}")
        cursor.execute(REFUSE)
        for model in append_only_models():
            _close(cursor, model._meta.db_table, role)


def append_only_models() -> list:
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def _close(cursor, table: str, role: str) -> None:
    cursor.execute(f"revoke update, delete, truncate on {table} from {role}")
    cursor.execute(f"drop trigger if exists refuse_change on {table}")
    cursor.execute(
        f"create trigger refuse_change before update or delete on {table}"
        " for each row execute function bloei_refuse()"
    )


def grant_after_migrating(sender, using="default", **_kwargs) -> None:
    grant_all()
