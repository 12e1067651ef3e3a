"""How long functions and modules are, and which are longer than the house warns about."""

import ast

LONG_FUNCTION, LONG_MODULE = 30, 200


def lengths(source: str) -> dict[str, int]:
    """Return how many lines every function of a file has, by where it begins."""
    return {
        f"{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def long_functions(sources: dict[str, str]) -> list[str]:
    """Return the functions that the house warns about, the longest first."""
    found = [
        (lines, f"{file}:{name}")
        for file, source in sources.items()
        for name, lines in lengths(source).items()
        if lines > LONG_FUNCTION
    ]
    return [f"{name} has {lines} lines" for lines, name in sorted(found, reverse=True)]


def long_modules(sources: dict[str, str]) -> list[str]:
    return [file for file, text in sources.items() if len(text.splitlines()) > LONG_MODULE]
