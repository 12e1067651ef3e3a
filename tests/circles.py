"""Which events lead to which: from a listener through all it calls to what is published."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType

from bloei.foundation.events import Event


def circles(*wirings: dict[type[Event], list[Callable]]) -> list[str]:
    """Return the names of the events that lead to themselves."""
    after: dict[type[Event], set[type[Event]]] = {}
    for wiring in wirings:
        for event, listeners in wiring.items():
            found = (published(listener) for listener in listeners)
            after.setdefault(event, set()).update(*found)
    return sorted(event.__name__ for event in after if event in _ahead(event, after))


def _ahead(start: type[Event], after: dict) -> set[type[Event]]:
    seen: set[type[Event]] = set()
    waiting = list(after[start])
    while waiting:
        event = waiting.pop()
        if event not in seen:
            seen.add(event)
            waiting += after.get(event, ())
    return seen


def published(function: Callable) -> set[type[Event]]:
    """Return the events that a function can publish, itself or by what it calls of ours."""
    seen: set[Callable] = set()
    waiting, found = [inspect.unwrap(function)], set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        found |= set(made_in(one))
        waiting += called_in(one)
    return found


def made_in(function: Callable) -> Iterator[type[Event]]:
    """Yield the events that a function makes, and so publishes: `publish(BlockDone(pk))`."""
    for node in ast.walk(_source(function)):
        thing = _thing(node.func, _module(function)) if isinstance(node, ast.Call) else None
        if isinstance(thing, type) and issubclass(thing, Event):
            yield thing


def called_in(function: Callable) -> Iterator[Callable]:
    """Yield the functions of ours that a function names: called, or handed on."""
    for node in ast.walk(_source(function)):
        thing = _thing(node, _module(function))
        if inspect.isfunction(thing):
            ours = inspect.unwrap(thing)
            if ours.__module__.startswith("bloei."):
                yield ours


def _module(function: Callable) -> ModuleType:
    return sys.modules[function.__module__]


def _thing(node: ast.AST, module: ModuleType) -> object | None:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        inside = _thing(node.value, module)
        return getattr(inside, node.attr, None) if isinstance(inside, ModuleType) else None
    return None


@cache
def _source(function: Callable) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))
