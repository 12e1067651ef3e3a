"""One of everything that belongs to Eva, and the address of every page about it."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver

from bloei.agreements import actions as agreements
from bloei.budgets import rounds
from bloei.budgets.actions import add_proof, file_application, schemes, teams
from bloei.budgets.demo import MONEY
from bloei.conversations import actions as conversations
from bloei.conversations.actions import meetings
from bloei.conversations.rules import Occasion
from bloei.foundation import files, outbox, runs
from bloei.foundation.models import Mail
from bloei.integrations.hr_import.actions import receive_file
from bloei.learning import actions as learning
from bloei.notifications import actions as notifications
from bloei.notifications.models import Notice, NudgeCase
from bloei.people import actions as people
from bloei.people.models import Deputy, Employment, RoleGrant
from bloei.planning import actions as planning
from bloei.planning import jobs as planning_jobs
from bloei.planning.actions.rosters import tell_absence
from bloei.planning.models import ClosingDay
from bloei.planning.spans import Span

CANARY = "Kanariegeel"
# What Eva and Mo say to each other, and what Eva thinks beforehand: nobody else ever sees it.
SAID, THOUGHT = "Nachtegaal", "Merelzang"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def build(cast) -> SimpleNamespace:
    """Make one of everything; what is Eva's own holds the word `Kanariegeel`."""
    world = SimpleNamespace(cast=cast)
    _budgets(world)
    _learning(world)
    _applications(world)
    _messages(world)
    _files(world)
    _time(world)
    _plans(world)
    _rosters(world)
    _agreements(world)
    _talk(world)
    _meeting(world)
    return world


def _budgets(world) -> None:
    cast = world.cast
    world.scheme = schemes.make_scheme(text=MONEY, key="world", by=cast.hanan)
    world.version = world.scheme.versions.get()
    world.assignment = schemes.assign_scheme(
        world.scheme, cao="woondiensten", first=cast.today.replace(year=2025, month=1, day=1),
        today=cast.today, key="world", by=cast.hanan,
    )  # fmt: skip
    world.run = rounds.grant_and_lapse(cast.today)
    world.team_budget = teams.make_team_budget(
        unit=cast.klantcontact, year=cast.today.year, amount=100_000, owner=cast.mo,
        today=cast.today, key="world", by=cast.hanan,
    )  # fmt: skip


def _learning(world) -> None:
    cast, eva = world.cast, world.cast.eva
    facts = {"title": "Helder schrijven", "kind": "training", "price_cents": 30_000}
    world.offer = learning.create_offer(facts=facts, provider="Taalhuis", key="w1", by=cast.joost)
    facts = {"title": f"{CANARY} vinden", "kind": "book", "price_cents": 2_000}
    world.finding = learning.add_own_offer(person=eva, facts=facts, key="w2", by=eva)
    facts = {"title": "Elders", "kind": "book", "price_cents": 0}
    world.free = learning.create_offer(facts=facts, provider="", key="w3", by=cast.joost)
    world.participation = learning.wish(person=eva, offer=world.free, key="w4", by=eva)
    world.goal = learning.set_goal(person=eva, text=f"{CANARY} leren", key="w5", by=eva)
    world.record = learning.add_record(
        person=eva, what=f"{CANARY} gelezen", kind="self", done_on=cast.today, minutes=60,
        uploads=[SimpleUploadedFile("bewijs.png", PNG)], key="w6", by=eva,
    )  # fmt: skip
    world.evidence = world.record.evidence.get()


def _applications(world) -> None:
    cast, eva = world.cast, world.cast.eva
    world.application = file_application(
        person=eva, offer=world.offer, price_cents=30_000, payer="employer",
        why=f"{CANARY} schrijven", today=cast.today, key="w7", by=cast.joost,
    )  # fmt: skip
    world.proof = add_proof(
        world.application, kind="invoice", upload=SimpleUploadedFile("factuur.png", PNG),
        key="w8", by=eva,
    )  # fmt: skip


def _messages(world) -> None:
    cast, eva = world.cast, world.cast.eva
    world.notice = Notice.objects.filter(person=cast.mo).first()
    assert world.notice is not None
    notifications.notify(
        eva, "budgets.paid", params={"title": f"{CANARY} bericht", "price_cents": 1}, by=None
    )
    world.notice = Notice.objects.get(person=eva, code="budgets.paid")
    world.mail = outbox.put(to="eva@delinde.example", subject=CANARY, text=CANARY, about=eva)
    world.undelivered = outbox.put(to="eva@weg.example", subject="x", text="x", about=eva)
    Mail.objects.filter(pk=world.undelivered.pk).update(state=Mail.State.FAILED, answer="550 no")
    world.nudge = "budgets.never_used"
    world.case = NudgeCase.objects.create(
        nudge="budgets.money_lapses", kind="service", person=eva, about=eva, occasion="w",
        params={"left_cents": 100, "last_on": "2026-12-31"}, rank=1, state="open",
        group="everybody", assigned_on=cast.today,
    )  # fmt: skip
    world.deputy = people.appoint_deputy(
        leader=cast.mo, deputy=cast.els, from_on=cast.today + timedelta(days=300),
        last_on=cast.today + timedelta(days=301), key="w9", by=cast.mo,
    )  # fmt: skip
    world.deputy = Deputy.objects.get(leader=cast.mo)


def _files(world) -> None:
    cast = world.cast
    world.hr_run = runs.start("people.invitations", by=cast.hanan)
    text = SimpleUploadedFile("personeel.csv", b"Medewerkernummer;Roepnaam\r\n1;Kim\r\n")
    world.hr_file = receive_file(
        upload=text, as_of=cast.today, is_part=False, key="w10", by=cast.hanan
    )
    opening = (
        f"number;scheme;granted_on;remaining\r\n1003;{world.scheme.name};2025-01-01;100.00\r\n"
    )
    world.opening_file = _stored("begin.csv", cast.hanan, opening.encode(), "opening")
    world.offer_file = _stored("aanbod.csv", cast.joost, b"code;title\r\n", "offers")


def _time(world) -> None:
    cast, eva = world.cast, world.cast.eva
    start = datetime.combine(cast.today + timedelta(days=1), time(10))
    world.block = planning.plan_block(
        eva, span=Span(start, start + timedelta(hours=1)), title=f"{CANARY} oefenen",
        today=cast.today, key="w11", by=eva,
    )  # fmt: skip
    other = Span(start + timedelta(hours=4), start + timedelta(hours=5))
    world.move = planning.ask_to_move(
        world.block, span=other, because=f"{CANARY} past niet", today=cast.today, key="w12",
        by=cast.mo,
    )  # fmt: skip


def _plans(world) -> None:
    cast, eva = world.cast, world.cast.eva
    first, last = cast.today + timedelta(days=1), cast.today + timedelta(days=40)
    world.plan = planning.ask_plan(
        person=eva, first=first, last=last, minutes=180, key="w14", by=eva
    )  # fmt: skip
    world.series = planning.set_series(
        person=eva, every="week", first=first, last=last, from_minute=16 * 60, minutes=60,
        title=f"{CANARY} elke week", today=cast.today, key="w15", by=eva,
    )  # fmt: skip


def _agreements(world) -> None:
    cast = world.cast
    world.agreement = agreements.make_agreement(
        person=cast.eva, text=f"{CANARY} bellen", due_on=cast.today + timedelta(days=2),
        about="conversation:1", today=cast.today, key="w12", by=cast.mo,
    )  # fmt: skip


def _rosters(world) -> None:
    cast = world.cast
    world.line = planning.set_staffing(
        name="de balie", units=[cast.klantcontact], weekdays=[0], from_minute=540,
        until_minute=1020, minimum=1, first=cast.today, key="w12", by=cast.mo,
    )  # fmt: skip
    world.absence = tell_absence(
        cast.eva, first=cast.today + timedelta(days=60), last=cast.today + timedelta(days=61),
        key="w13", by=cast.eva,
    )  # fmt: skip
    planning.close_on([(cast.today + timedelta(days=90), "Dicht")], by=cast.hanan)
    world.closing_day = ClosingDay.objects.get()
    roster = b"Medewerkernummer;Datum;Van;Tot\r\n1003;30-11-2026;9:00;17:00\r\n"
    stored = _stored("rooster.csv", cast.mo, roster, "roster")
    world.roster_run = planning.look_at_roster(stored, by=cast.mo)
    planning_jobs.look_at_roster(run_pk=world.roster_run.pk)


def _talk(world) -> None:
    cast, eva = world.cast, world.cast.eva
    world.talk = conversations.open_conversation(
        eva, partner=cast.mo, occasion=Occasion.DEVELOPMENT, point=f"{SAID} op de agenda",
        key="w15", by=eva,
    )  # fmt: skip
    start = datetime.combine(cast.today + timedelta(days=3), time(10))
    world.talk = conversations.plan_conversation(
        world.talk, start=start, until=start + timedelta(minutes=45), today=cast.today, by=cast.mo
    )
    conversations.write_notes(world.talk, text=f"{SAID} samen", base="", by=cast.mo)
    conversations.write_preparation(world.talk, text=f"{THOUGHT} vooraf", by=eva)
    world.point = world.talk.points.get()
    world.help = conversations.ask_for_help(
        world.talk, sentence="We vinden geen moment.", key="w16", by=eva
    )


def _meeting(world) -> None:
    cast = world.cast
    world.meeting = meetings.begin_meeting(
        cast.klantcontact, today=cast.today, key="w30", by=cast.eva
    )
    world.tip = meetings.share_tip(
        cast.klantcontact, text=f"{CANARY} tip", today=cast.today, key="w31", by=cast.eva
    )


def _stored(name, by, content=PNG, purpose="proof"):
    kinds = (*files.PROOF, *files.TABLE)
    return files.store(SimpleUploadedFile(name, content), purpose=purpose, by=by, kinds=kinds)


def addresses(patterns=None, prefix="/", room=""):
    """Yield (name, pattern) of every address of Bloei, such as "budgets:my_budget"."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            yield f"{room}{one.name}", prefix + str(one.pattern)
        else:
            inside = f"{one.namespace}:" if one.namespace else ""
            yield from addresses(one.url_patterns, prefix + str(one.pattern), room + inside)


def arguments(world) -> dict[str, dict]:
    """Return what each address with a variable part is asked for: Eva's things."""
    cast = world.cast
    employment = Employment.objects.get(person=cast.eva)
    grant = RoleGrant.objects.get(person=cast.hanan)
    application = {"pk": world.application.pk}
    scheme = {"name": world.scheme.name}
    person, unit = {"pk": cast.eva.pk}, {"pk": cast.klantcontact.pk}
    offer, record = {"pk": world.offer.pk}, {"pk": world.record.pk}
    evidence = record | {"file_pk": world.evidence.pk}
    nudge = {"name": world.nudge}
    team = {"pk": world.team_budget.pk}
    found = {
        f"people:{n}": person
        for n in ("person_detail", "person_invite", "person_letter", "person_erase", "deputy_of")
    }
    found |= {
        f"people:{n}": person | {"employment": employment.pk}
        for n in ("employment_change", "employment_end")
    }
    found |= {
        f"people:{n}": unit
        for n in ("unit_detail", "unit_rename", "unit_move", "unit_close", "unit_lead")
    }
    found |= {
        "people:role_revoke": {"pk": grant.pk},
        "people:invitation_run": {"uuid": world.hr_run.uuid},
        "people:deputy_end": {"pk": world.deputy.pk},
        "people:choose_password": {"token": "no-such-token"},
        "notifications:notice_open": {"pk": world.notice.pk},
        "notifications:case_open": {"pk": world.case.pk},
        "notifications:case_dismiss": {"pk": world.case.pk},
        "notifications:nudge_restore": nudge,
        "notifications:unsubscribe": {"token": "no-such-token"},
        "notifications:talk_note": person,
        "notifications:name_pause": person,
        "notifications:mail_detail": {"pk": world.mail.pk},
        "notifications:mail_html": {"pk": world.mail.pk},
        "notifications:undelivered_again": {"pk": world.undelivered.pk},
        "learning:finding_remove": {"pk": world.finding.pk},
        "learning:participation_move": {"pk": world.participation.pk},
        "learning:participation_finish": {"pk": world.participation.pk},
        "learning:goal_change": {"pk": world.goal.pk},
        "learning:evidence_download": evidence,
        "learning:evidence_remove": evidence,
        "learning:offer_import_run": {"uuid": world.hr_run.uuid},
        "budgets:application_form": {"offer_pk": world.free.pk},
        "budgets:budget_convert": scheme,
        "budgets:proof_download": application | {"proof_pk": world.proof.pk},
        "budgets:version_confirm": scheme | {"pk": world.version.pk},
        "budgets:assignment_end": scheme | {"pk": world.assignment.pk},
        "budgets:opening_preview": {"pk": world.opening_file.pk},
        "budgets:opening_confirm": {"pk": world.opening_file.pk},
        "budgets:run_detail": {"uuid": world.run.uuid},
        "conversations:help_settle": {"pk": world.help.pk},
        "meetings:meeting_begin": unit,
        "meetings:meeting_plan": unit,
        "meetings:tip_add": unit,
        "meetings:tip_take_back": {"pk": world.tip.pk},
        "meetings:meeting_detail": {"pk": world.meeting.pk},
        "meetings:meeting_now": {"pk": world.meeting.pk},
        "meetings:meeting_step": {"pk": world.meeting.pk},
        "meetings:meeting_agree": {"pk": world.meeting.pk},
        "meetings:meeting_close": {"pk": world.meeting.pk},
        "plans:plan_detail": {"pk": world.plan.pk},
        "plans:plan_run": {"uuid": world.plan.run.uuid},
        "calendar:feed": {"secret": "no-such-secret"},
        "rosters:staffing_detail": {"pk": world.line.pk},
        "rosters:staffing_end": {"pk": world.line.pk},
        "rosters:staffing_except": {"pk": world.line.pk},
        "rosters:team_agenda": unit,
        "rosters:holidays_add": {"year": 2027},
        "rosters:closing_day_open": {"pk": world.closing_day.pk},
        "rosters:person_roster": person,
        "rosters:absence_add": person,
        "rosters:absence_remove": {"pk": world.absence.pk},
        "rosters:roster_run": {"uuid": world.roster_run.uuid},
        "rosters:roster_take_over": {"uuid": world.roster_run.uuid},
        "planning:move_answer": {"pk": world.move.pk},
    }  # fmt: skip
    steps = ("detail", "skip", "unskip", "end")
    found |= {f"plans:series_{step}": {"pk": world.series.pk} for step in steps}
    found |= {
        f"agreements:agreement_{n}": {"pk": world.agreement.pk}
        for n in ("finish", "reopen", "move", "drop")
    }
    found |= {
        f"notifications:{n}": nudge
        for n in ("effect_detail", "effect_settings", "nudge_stop", "nudge_restart")
    }
    found |= {
        f"learning:{n}": offer
        for n in ("offer_detail", "offer_wish", "offer_dismiss", "offer_change", "offer_withdraw")
    }
    found |= {f"learning:{n}": record for n in ("record_detail", "record_change", "record_remove")}
    found |= {
        f"learning:{n}": {"pk": world.offer_file.pk}
        for n in ("offer_import_preview", "offer_import_problems", "offer_import_start")
    }
    found |= {
        f"budgets:application_{n}": application
        for n in ("detail", "decide", "undo", "withdraw", "cancel", "top_up", "pay")
    }
    found |= {"budgets:proof_add": application}
    found |= {
        f"planning:block_{n}": {"pk": world.block.pk}
        for n in ("detail", "accept", "decline", "move", "cancel", "realise", "lapse", "reopen",
                  "say", "instead", "decide", "ask_to_move")
    }  # fmt: skip
    found |= {
        f"budgets:scheme_{n}": scheme for n in ("detail", "read", "change", "assign", "correct")
    }
    found |= {f"budgets:team_budget_{n}": team for n in ("detail", "change", "transfer")}
    talk = {"pk": world.talk.pk}
    found |= {
        f"conversations:{n}": talk
        for n in (
            "conversation_detail",
            "conversation_card",
            "conversation_plan",
            "conversation_finish",
            "conversation_call_off",
            "conversation_ics",
            "point_add",
            "notes_write",
            "preparation_write",
            "agreement_add",
            "help_ask",
            "time_facts",
            "time_questions",
            "time_outcome",
        )
    }
    found |= {
        f"conversations:point_{n}": talk | {"point_pk": world.point.pk}
        for n in ("change", "move", "remove")
    }
    found |= {
        f"hr_import:file_{n}": {"pk": world.hr_file.pk}
        for n in ("detail", "columns", "choices", "progress", "confirm", "withdraw", "problems")
    }
    return found
