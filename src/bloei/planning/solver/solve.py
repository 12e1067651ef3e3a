"""From an instance to a plan: the clusters side by side, the time shared among them."""

import time
from collections.abc import Iterator

from bloei.planning.solver.clusters import Cluster, clusters_of
from bloei.planning.solver.crew import Crew, Task, cores
from bloei.planning.solver.instance import Instance
from bloei.planning.solver.plan import Plan, plan_of
from bloei.planning.solver.roster import SlotRoster, roster_of
from bloei.planning.solver.search import Found, begin, improve, nothing

# With fewer learners a first draft is made sooner than processes are started.
FEW = 150
# Kept back from the time of a run: for who does not stop on the dot, and to make the answer.
SHARE_OF_PATIENCE = 0.04
SECONDS_TO_ANSWER, SECONDS_PER_LEARNER = 0.15, 0.0001

FoundFor = tuple[tuple[int, ...], Found]


def solve(instance: Instance, seconds: float) -> Plan:
    """The best plan that is found in this time; it breaks no minimum, however short the time.

    Starts processes of its own when it needs them; OR-Tools is imported only there.
    """
    return plan_of(instance, *look(instance, seconds))


def look(instance: Instance, seconds: float) -> tuple[SlotRoster, list[FoundFor]]:
    """What is found in this time: per cluster the positions of its learners, and their plans."""
    patience = SHARE_OF_PATIENCE * seconds
    kept = SECONDS_TO_ANSWER + SECONDS_PER_LEARNER * len(instance.learners) + patience
    until = time.monotonic() + seconds - kept
    roster = roster_of(instance)
    positions, clusters = [], []
    for who, cluster in clusters_of(roster):
        positions.append(who)
        clusters.append(cluster)
    found = search(clusters, until, patience)
    return roster, list(zip(positions, found, strict=True))


def search(clusters: list[Cluster], until: float, patience: float) -> list[Found]:
    """What is found for each cluster before the clock (time.monotonic) shows `until`."""
    found = [nothing(cluster) for cluster in clusters]
    many = sum(len(cluster.diaries) for cluster in clusters) > FEW
    if not many:
        for number, cluster in enumerate(clusters):
            if time.monotonic() < until:
                found[number] = begin(cluster)
    if not many and (all(one.proven for one in found) or time.monotonic() > until):
        return found
    with Crew(min(cores(), len(clusters)), patience) as crew:
        if many:
            _follow(crew, _beginnings(clusters), found, until)
        while time.monotonic() < until and not all(one.proven for one in found):
            _follow(crew, _improvements(clusters, found, crew.size, until), found, until)
    return found


def _follow(crew: Crew, tasks: Iterator[Task], found: list[Found], until: float) -> None:
    for number, result in crew.results(tasks, until):
        found[number] = result


def _beginnings(clusters: list[Cluster]) -> Iterator[Task]:
    for number, cluster in enumerate(clusters):
        yield Task(number, begin, (cluster,))


def _improvements(
    clusters: list[Cluster], found: list[Found], workers: int, until: float
) -> Iterator[Task]:
    """Yield what is not proven yet, smallest first: what it does not need is left for others."""
    open_ = [number for number, one in enumerate(found) if not one.proven]
    open_.sort(key=lambda number: len(clusters[number].diaries))
    for done, number in enumerate(open_):
        now = time.monotonic()
        share = (until - now) * min(1, workers / (len(open_) - done))
        yield Task(number, improve, (clusters[number], found[number], now + share))
