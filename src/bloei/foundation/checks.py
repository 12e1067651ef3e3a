"""What must be right before Bloei starts: keys to encrypt with, that nobody else can read."""

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

from bloei.foundation import encryption


@register(Tags.security)
def keys_are_in_order(app_configs, **_options) -> list[CheckMessage]:
    """A key that was made silently is a key that nobody keeps a copy of."""
    try:
        found = encryption.known_keys()
    except encryption.NotAKey as problem:
        return [
            Error(
                "One of the encryption keys is not a key.",
                hint=f"{problem} Look at BLOEI_ENCRYPTION_KEYS or the file encryption-keys.",
                id="foundation.E001",
            )
        ]
    if not found and encryption.must_be_given():
        return [
            Error(
                "There is no key to encrypt confidential texts with.",
                hint="Set BLOEI_ENCRYPTION_KEYS, or run `./bloei manage rotate_keys --new` to "
                "make a key file, and keep a copy apart from the backups of the database.",
                id="foundation.E002",
            )
        ]
    if not encryption.file_is_private():
        return [
            checks.Warning(
                "Others on this machine can read the encryption keys.",
                hint="chmod 600 the file encryption-keys in the data folder.",
                id="foundation.W001",
            )
        ]
    return []
