"""What is true at the front door: the greeting, and the first thing to do. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"


def part_of_day(hour: int) -> str:
    """Return which greeting fits an hour (0 to 23)."""
    if 5 <= hour < 12:
        return MORNING
    return AFTERNOON if 12 <= hour < 18 else EVENING


@dataclass(frozen=True)
class Step:
    """Something one can do this week to help learning along: for which role, and where."""

    code: str
    roles: frozenset[str]
    url_name: str
    rank: int


STEPS = (
    Step("import", frozenset({"hr"}), "hr_import:file_list", 10),
    Step("talk", frozenset({"manager"}), "home:team", 20),
    Step("schemes", frozenset({"hr"}), "budgets:scheme_list", 30),
    Step("invite", frozenset({"hr"}), "people:invitation_list", 40),
    Step("offers", frozenset({"lnd"}), "learning:offer_manage", 30),
    Step("effect", frozenset({"lnd", "hr"}), "notifications:effect_list", 50),
    Step("privacy", frozenset({"works_council"}), "people:privacy_overview", 30),
    Step("night", frozenset({"administrator"}), "budgets:run_list", 30),
    Step("goal", frozenset({"employee"}), "learning:goal_list", 60),
    Step("record", frozenset({"employee"}), "learning:record_form", 70),
    Step("choose", frozenset({"employee"}), "home:choose", 80),
)


@dataclass(frozen=True)
class Front:
    """The page that somebody with a role mostly comes for: the filled button of Today."""

    role: str
    url_name: str


# Somebody with more roles gets the first.
FRONTS = (
    Front("hr", "budgets:balance_overview"),
    Front("lnd", "learning:offer_add"),
    Front("manager", "home:team"),
    Front("works_council", "notifications:effect_list"),
    Front("administrator", "people:role_list"),
)


def front_for(roles: Collection[str]) -> Front | None:
    """Return the page that somebody with these roles mostly comes for; None for an employee."""
    return next((front for front in FRONTS if front.role in roles), None)


def steps_for(roles: Collection[str], *, done: Collection[str] = (), most: int = 3) -> list[Step]:
    """Return at most `most` steps for somebody with these roles, without what is done.

    What only this role can do comes first; the last place is always for oneself as a learner.
    """
    mine = sorted(
        (s for s in STEPS if s.roles & set(roles) and s.code not in done),
        key=lambda step: step.rank,
    )
    for_all = [step for step in mine if "employee" in step.roles]
    of_role = [step for step in mine if "employee" not in step.roles]
    chosen = of_role[: most - 1] if for_all else of_role[:most]
    return chosen + for_all[: most - len(chosen)]
