"""Cycles in "who is under whom", for managers and for units. Pure."""

from collections.abc import Collection, Mapping

Edges = Mapping[str, Collection[str]]


def in_cycles(edges: Edges) -> set[tuple[str, str]]:
    """Return the edges that lie on a cycle, in time linear in their number (Kosaraju-Sharir).

    An edge lies on one exactly when both its ends are in the same strong component.
    """
    behind: dict[str, list[str]] = {}
    for begin, ends in edges.items():
        for end in ends:
            behind.setdefault(end, []).append(begin)
    component: dict[str, str] = {}
    for root in reversed(_finished(edges)):
        waiting = [root] if root not in component else []
        while waiting:
            node = waiting.pop()
            if node not in component:
                component[node] = root
                waiting.extend(behind.get(node, ()))
    return {
        (begin, end)
        for begin, ends in edges.items()
        for end in ends
        if component[begin] == component[end]
    }


def _finished(edges: Edges) -> list[str]:
    """Return the nodes in the order in which a depth-first walk leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for root in edges:
        path = [] if root in seen else [(root, iter(edges[root]))]
        seen.add(root)
        while path:
            node, ends = path[-1]
            for end in ends:
                if end not in seen:
                    seen.add(end)
                    path.append((end, iter(edges.get(end, ()))))
                    break
            else:
                order.append(node)
                path.pop()
    return order
