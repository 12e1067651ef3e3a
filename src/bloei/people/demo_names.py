"""Names for invented people. Any likeness is chance."""

import random

from bloei.people.names import fold

GIVEN = (
    "Aïcha", "Amber", "Anita", "Bart", "Bas", "Bram", "Carla", "Chantal", "Daan", "Dilan", "Elif",
    "Emma", "Erik", "Fleur", "Frank", "Gijs", "Hanneke", "Hassan", "Ilse", "Ingrid", "Jan", "Jasper",
    "Johan", "Karim", "Kim", "Koen", "Lars", "Lena", "Linda", "Lotte", "Maaike", "Marieke", "Mark",
    "Merel", "Milan", "Mireille", "Nadia", "Niels", "Nina", "Noah", "Omar", "Patrick", "Petra",
    "Rachid", "René", "Robin", "Roos", "Samira", "Sem", "Sophie", "Steven", "Tess", "Thijs", "Truus",
    "Vera", "Wendy", "Wouter", "Xander", "Yasmin", "Zoë",
)  # fmt: skip
FAMILY = (
    ("", "Aksoy"), ("van", "Beek"), ("den", "Boer"), ("", "Bosch"), ("", "Brouwer"), ("van", "Dam"),
    ("", "Dekker"), ("van", "Dijk"), ("", "Dogan"), ("", "van Es"), ("", "Gerritsen"), ("de", "Graaf"),
    ("", "Haan"), ("van der", "Heijden"), ("", "Hermans"), ("", "Hofman"), ("de", "Jong"),
    ("", "Kaya"), ("", "Koster"), ("", "Kuipers"), ("van der", "Laan"), ("", "Maas"), ("", "Martens"),
    ("van der", "Meer"), ("", "Mohamed"), ("", "Molenaar"), ("", "Mulder"), ("", "Nguyen"),
    ("van", "Oosten"), ("", "Peeters"), ("", "Prins"), ("", "Schouten"), ("", "Scholten"),
    ("van der", "Veen"), ("", "Verhoeven"), ("", "Vermeulen"), ("de", "Wit"), ("", "Willems"),
    ("van", "Wijk"), ("", "Öztürk"),
)  # fmt: skip


def somebody(dice: random.Random) -> tuple[str, str, str]:
    """Return a given name, an infix and a family name."""
    infix, family = dice.choice(FAMILY)
    return dice.choice(GIVEN), infix, family


def mail(given: str, infix: str, family: str, number: str) -> str:
    """Return an address that leads nowhere."""
    name = "".join(
        sign for sign in fold(f"{given}.{infix}{family}") if sign.isalnum() or sign == "."
    )
    return f"{name}.{number}@delinde.example"
