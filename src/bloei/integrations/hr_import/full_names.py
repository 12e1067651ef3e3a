"""A column with whole names taken apart: "Vries, Eva de", "Eva de Vries". Pure."""

from bloei.integrations.hr_import.entry import PersonRow

_INFIXES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "von",
        "zu",
        "op",
        "in",
        "la",
        "le",
        "du",
        "d'",
        "el",
        "al",
        "bin",
        "ben",
        "aan",
        "bij",
        "uit",
    ]
)


def split_name(entry: PersonRow, full: str) -> None:
    """Take "Vries, Eva de" or "Eva de Vries" apart, as far as that can be done."""
    family, comma, rest = full.partition(",")
    if comma:
        parts = rest.split()
        cut = next((at for at, part in enumerate(parts) if part.casefold() in _INFIXES), len(parts))
    else:
        parts = full.split()
        family = parts.pop() if len(parts) > 1 else full
        parts = parts if parts != [full] else []
        cut = next((at for at, part in enumerate(parts) if part.casefold() in _INFIXES), len(parts))
        if cut < len(parts):
            behind = next(
                (at for at in range(cut, len(parts)) if parts[at].casefold() not in _INFIXES), None
            )
            if behind is not None:
                family, parts = " ".join([*parts[behind:], family]), parts[:behind]
    entry.family_name = family.strip()
    entry.given_name = entry.given_name or " ".join(parts[:cut])[:80]
    entry.infix = entry.infix or " ".join(parts[cut:])[:30]
