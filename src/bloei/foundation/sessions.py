"""Sessions in the database, as Django keeps them, in one question of every page.

It is written in SQL, and brings along how the organisation looks: every page shows that too.
"""

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from bloei.foundation.models import Appearance

_FIND = """
    select s.session_data, a.id, a.name, a.accent, a.logo_id
      from django_session s left join foundation_appearance a on true
     where s.session_key = %s and s.expire_date > %s
"""


class SessionStore(db.SessionStore):
    """The sessions of Django. `appearance` is there once the session is loaded."""

    appearance: Appearance | None = None

    def load(self) -> dict:
        """Return what is kept under this key; an unknown or ended session is forgotten."""
        with connection.cursor() as cursor:
            cursor.execute(_FIND, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        data, *look = found
        self.appearance = Appearance(*look) if look[0] else Appearance.until_chosen()
        return self.decode(data)
