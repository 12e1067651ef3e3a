"""Where the code writes to the database, read from the source."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete",
}  # fmt: skip
SQL = ("insert into", "update ", "delete from")
MARKS = {"action", "part_of_an_action"}


class Write(NamedTuple):
    """A call that writes: in which function, whether that is (part of) an action, on what."""

    line: int
    function: str
    is_marked: bool
    model: str


def writes(source: str) -> Iterator[Write]:
    """Yield every call that writes: on a manager, on a kept queryset, on a row, in SQL."""
    tree = ast.parse(source)
    kept = _kept_querysets(tree)
    for function, node in _calls(tree):
        if _is_write(node, kept):
            yield Write(
                node.lineno,
                function.name if function else "",
                bool(function and MARKS & set(_marks(function))),
                _root(node.func),
            )


def _calls(tree: ast.AST, function=None) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        inside = node if isinstance(node, ast.FunctionDef) and not function else function
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield function, node
        yield from _calls(node, inside)


def _marks(function: ast.FunctionDef) -> list[str]:
    return [ast.unparse(mark).partition("(")[0] for mark in function.decorator_list]


def _kept_querysets(tree: ast.AST) -> set[str]:
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ".objects" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_write(call: ast.Call, kept: set[str]) -> bool:
    assert isinstance(call.func, ast.Attribute)
    verb, said = call.func.attr, ast.unparse(call.func)
    if verb == "execute":
        sql = ast.unparse(call.args[0]).lower() if call.args else ""
        return any(words in sql for words in SQL) and "do update" not in sql.partition("(")[0]
    if verb in WRITES and ("objects" in said or _root(call.func) in kept):
        return True
    return verb == "save" or (verb == "delete" and not call.args and not call.keywords)


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return getattr(node, "id", "")
