from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from bloei.budgets import demo as budgets
from bloei.budgets import queries
from bloei.budgets.balances import statements
from bloei.budgets.models import Application, Entry
from bloei.foundation.models import Mail
from bloei.home import demo
from bloei.notifications import effects
from bloei.notifications.models import Notice
from bloei.people import demo as people
from bloei.people.models import Person

TODAY = date(2026, 11, 23)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_story_of_eva_is_the_story_of_the_design():
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    eva = Person.objects.get(number="1003")
    money = statements.budgets_of(eva, TODAY, queries.of_person(eva))[0]
    shown = (money.spent, money.reserved, money.soon, money.stays)
    assert shown == (62_000, 20_000, 38_000, 80_000)
    waiting = Application.objects.filter(state="asked").values_list("person__number", flat=True)
    assert set(waiting) == {"1017", "1012", "1015"}
    (must,) = [line for line in money.lines if line.badge == "mandatory"]
    assert (must.title, must.amount) == ("Omgaan met agressie aan de balie", 0)
    assert not queries.uses_personal_budget(Application.objects.get(person=eva, is_mandatory=True))
    # No worker was needed to bring Gerda's budget in line with her hours of March.
    corrected = Entry.objects.filter(what=Entry.What.CORRECTION)
    assert corrected.filter(target__owner__number="1023").exists()


def test_the_crowd_leaves_much_unused_and_builds_without_an_error(monkeypatch):
    monkeypatch.setattr(people, "TEAMS", ("WB", "TN"))  # few people, and some of them in care
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    people.build_crowd(people=60, today=TODAY)
    budgets.build_crowd(people=60, today=TODAY)
    demo.build_crowd(people=60, today=TODAY)
    crowd = Application.objects.filter(person__number__gte="2000")
    assert 5 < crowd.values("person").distinct().count() < 45
    waiting = crowd.filter(state="asked")
    assert 0 < waiting.count() <= demo.STILL_OPEN + 4
    assert not waiting.filter(decide_by__lt=TODAY).exists()
    assert crowd.filter(decided_by__isnull=False, state__in=["paid", "agreed", "refused"]).exists()
    the_reminder_of_two_years()


def the_reminder_of_two_years() -> None:
    """Say that one reminder had its outcome twice, so that its page shows them as one too."""
    (standing,) = [one for one in effects.standings(TODAY) if one.pools]
    assert standing.nudge.name == "budgets.never_used"
    assert [campaign.started_on.year for campaign in standing.pools] == [2026, 2025]
    assert standing.pooled.treated.size == sum(
        campaign.effect.treated.size for campaign in standing.pools
    )
    assert standing.running, "and the next one runs"


def test_the_mailbox_of_the_demo_holds_what_people_get_in_their_mail():
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    mails = Mail.objects.all()
    text = "\n".join(mails.values_list("text", flat=True))
    for words in (
        "Kies hier een wachtwoord",  # an invitation
        "Ruben vraagt aan: Post-hbo woonrecht",  # something waits for Mo
        "Akkoord: Post-hbo woonrecht",  # a decision, to Sanne
        "Na 31 december 2026 vervalt",  # a right that lapses
        "Je hebt een leerbudget van",  # a nudge
    ):
        assert words in text
    assert all(mail.html.startswith("<!doctype html>") for mail in mails)
    assert not [mail for mail in mails if timezone.localtime(mail.written_at).weekday() > 4]
    assert not Notice.objects.filter(mailed_at__lt=F("at")).exists(), "nothing is told beforehand"


def test_the_past_of_the_demo_happened_at_work_and_was_read():
    people.build_cast(today=TODAY)
    budgets.build_cast(today=TODAY)
    demo.build_cast(today=TODAY)
    old = Notice.objects.filter(at__date__lt=TODAY - 8 * demo.DAY)
    assert old.count() > 5
    assert not old.unread().exists()
    hours = {timezone.localtime(notice.at).hour for notice in old}
    assert hours <= set(range(8, 17))
    assert len(hours) > 2
