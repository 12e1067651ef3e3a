"""Words after a command, refused in a Dutch sentence, as files are. Standard library only.

argparse itself says what is wrong in English, in the words of who wrote the command.
"""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

_SENTENCES: list[tuple[str, Callable[[re.Match], str]]] = [
    (
        r"the following arguments are required: (?P<names>.+)",
        lambda told: f"Dit ontbreekt nog: {told['names']}.",
    ),
    (
        r"unrecognized arguments: (?P<names>.+)",
        lambda told: f"Dit hoort hier niet bij: {told['names']}.",
    ),
    (
        r"ambiguous option: (?P<name>\S+) could match (?P<names>.+)",
        lambda told: f"{told['name']} kan van alles zijn: {told['names']}. Schrijf het voluit.",
    ),
    (
        r"argument (?P<name>[^:]+): expected .+",
        lambda told: f"Achter {told['name']} hoort nog iets te staan.",
    ),
    (
        r"argument (?P<name>[^:]+): ignored explicit argument (?P<got>.+)",
        lambda told: f"Achter {told['name']} hoort niets te staan, ook niet {told['got']}.",
    ),
    (
        r"argument (?P<name>[^:]+): not allowed with argument (?P<other>.+)",
        lambda told: f"{told['name']} en {told['other']} gaan niet samen.",
    ),
    (
        r"argument (?P<name>[^:]+): invalid choice: (?P<got>.+) \(choose from (?P<names>.+)\)",
        lambda told: f"{told['got']} bestaat hier niet. Kies uit: {told['names']}.",
    ),
    (
        r"argument (?P<name>[^:]+): invalid \S+ value: (?P<got>.+)",
        lambda told: f"{told['got']} past niet bij {told['name']}.",
    ),
    (r"argument (?P<name>[^:]+): (?P<ours>.+)", lambda told: f"{told['name']}: {told['ours']}"),
]


class CommandLine(argparse.ArgumentParser):
    """A parser whose refusals are sentences in Dutch; what its options mean stands in --help."""

    def error(self, message: str) -> NoReturn:
        how = self.format_usage().removeprefix("usage: ")
        self.exit(2, f"{sentence(message)}\nZo schrijf je het: {how}")


def sentence(message: str) -> str:
    """Return a message of argparse in Dutch; one that is not known stays as it is."""
    for pattern, words in _SENTENCES:
        if told := re.fullmatch(pattern, message, re.DOTALL):
            return words(told)
    return message
