"""The start of the budgets room: what the program may not do to accounts."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate


class BudgetsConfig(AppConfig):
    name = "bloei.budgets"

    def ready(self):
        post_migrate.connect(close_accounts, sender=self)
        post_migrate.connect(bring_in_schemes, sender=self)


def close_accounts(sender, **_kwargs) -> None:
    """Let the working role change nothing of an account but its floor.

    Balances are written by the trigger on entries, which works as the owner. Runs after
    the foundation has granted the usual rights anew.
    """
    role = settings.WORK_ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"revoke update, delete, truncate on budgets_account from {role}")
        cursor.execute(f"grant update (floor) on budgets_account to {role}")


def bring_in_schemes(sender, **_kwargs) -> None:
    """Put the schemes that come with this version where HR can see them."""
    from bloei.budgets.actions import schemes

    schemes.load_shipped_schemes()
