"""Question cards: good questions for each occasion, as data beside this file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bloei.conversations.rules import Occasion
from bloei.foundation.language import on_screen

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class QuestionCard:
    """One question, with what helps to ask on, in each language of Bloei."""

    code: str
    occasions: tuple[Occasion, ...]
    texts: dict[str, tuple[str, str]]

    @property
    def question(self) -> str:
        return self._in_language()[0]

    @property
    def more(self) -> str:
        return self._in_language()[1]

    @property
    def as_point(self) -> str:
        """The card as a point of an agenda."""
        return f"{self.question}\n{self.more}"

    def _in_language(self) -> tuple[str, str]:
        return self.texts.get(on_screen()[:2], self.texts["nl"])


@dataclass(frozen=True)
class DrawnCard:
    """The card that lies on top: the `number`th of so many, and where the next one is."""

    card: QuestionCard
    number: int
    of: int

    @property
    def next(self) -> int:
        return self.number % self.of + 1


@cache
def cards() -> tuple[QuestionCard, ...]:
    """Return all cards, in the order of the file."""
    return tuple(_card(told) for told in tomllib.loads(FILE.read_text())["card"])


def for_occasion(occasion: Occasion | str) -> list[QuestionCard]:
    return [card for card in cards() if occasion in card.occasions]


def drawn(occasion: Occasion | str, number: str) -> DrawnCard:
    """Return the card with a number as in an address; what makes no sense is the first."""
    found = for_occasion(occasion)
    at = int(number) if number.isdecimal() and 1 <= int(number) <= len(found) else 1
    return DrawnCard(found[at - 1], at, len(found))


def _card(told: dict) -> QuestionCard:
    texts = {language: (told[language], told[f"{language}_more"]) for language in ("nl", "en")}
    return QuestionCard(told["code"], tuple(Occasion(one) for one in told["for"]), texts)
