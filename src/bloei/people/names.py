"""How Dutch names are written and sorted. Pure."""

import unicodedata


def full_name(given: str, infix: str, family: str) -> str:
    """Return "Eva de Vries"."""
    return " ".join(part for part in (given, infix, family) if part)


def sort_name(given: str, infix: str, family: str) -> str:
    """Return what names are sorted by: accents folded, lower case, the infix behind.

    "Eva de Vries" stands under the v: "vries, eva de".
    """
    behind = f", {given} {infix}".rstrip()
    return fold(f"{family}{behind}")


def fold(text: str) -> str:
    """Return lower case without accents, for sorting and finding."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower().strip()


def initials(given: str, family: str) -> str:
    """Return two letters for an avatar: "EV"."""
    return (given[:1] + family[:1]).upper()
