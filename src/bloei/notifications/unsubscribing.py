"""The link under a mail with which one unsubscribes, signed in or not.

Its secret is made from the key of the installation and a salt per person. Only a hash of
it is kept, so a copy of the database unsubscribes nobody.
"""

import hashlib
import hmac

from django.conf import settings

from bloei.notifications.models import Preference


def token(person_id: int, salt: str) -> str:
    """Return the secret of the link of a person."""
    said = f"unsubscribe:{person_id}:{salt}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> Preference | None:
    """Return the preference whose link this is, or None."""
    return Preference.objects.filter(unsubscribe_digest=digest(secret)).first()
