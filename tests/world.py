"""One of everything that belongs to Eva, and the address of every page about it."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, get_resolver

from bloei.budgets import balances, granting
from bloei.budgets.actions import add_proof, file_application, schemes, teams
from bloei.budgets.demo import MONEY
from bloei.foundation import files, outbox, runs
from bloei.integrations.hr_import.actions import receive_file
from bloei.learning import actions as learning
from bloei.notifications import actions as notifications
from bloei.notifications.models import Notice, NudgeCase
from bloei.people import actions as people
from bloei.people.models import Deputy, Employment, RoleGrant

CANARY = "Kanariegeel"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def build(cast) -> SimpleNamespace:
    """Make one of everything; what is Eva's own holds the word `Kanariegeel`."""
    world = SimpleNamespace(cast=cast)
    _budgets(world)
    _learning(world)
    _applications(world)
    _messages(world)
    _files(world)
    return world


def _budgets(world) -> None:
    cast = world.cast
    world.scheme = schemes.make_scheme(text=MONEY, key="world", by=cast.hanan)
    world.version = world.scheme.versions.get()
    world.assignment = schemes.assign_scheme(
        world.scheme, cao="woondiensten", first=cast.today.replace(year=2025, month=1, day=1),
        key="world", by=cast.hanan,
    )  # fmt: skip
    world.run = balances.grant_and_lapse(cast.today)
    assert granting  # the nightly run opened the accounts
    world.team_budget = teams.make_team_budget(
        unit=cast.klantcontact, year=cast.today.year, amount=100_000, owner=cast.mo, key="world",
        by=cast.hanan,
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
        why=f"{CANARY} schrijven", key="w7", by=cast.joost,
    )  # fmt: skip
    world.proof = add_proof(
        world.application, kind="invoice", file=_stored("factuur.png", eva), key="w8", by=eva
    )


def _messages(world) -> None:
    cast, eva = world.cast, world.cast.eva
    world.notice = Notice.objects.filter(person=cast.mo).first()
    assert world.notice is not None
    notifications.notify(
        eva, "budgets.paid", params={"title": f"{CANARY} bericht", "price_cents": 1}, by=None
    )
    world.notice = Notice.objects.get(person=eva, code="budgets.paid")
    world.mail = outbox.put(to="eva@delinde.example", subject=CANARY, text=CANARY, about=eva)
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
    world.opening_file = _stored("begin.csv", cast.hanan, b"number;scheme\r\n", "opening")
    world.offer_file = _stored("aanbod.csv", cast.joost, b"code;title\r\n", "offers")


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
        "learning:finding_remove": {"pk": world.finding.pk},
        "learning:participation_move": {"pk": world.participation.pk},
        "learning:participation_finish": {"pk": world.participation.pk},
        "learning:goal_change": {"pk": world.goal.pk},
        "learning:evidence_download": evidence,
        "learning:evidence_remove": evidence,
        "learning:offer_import_run": {"uuid": world.hr_run.uuid},
        "budgets:application_form": {"offer_pk": world.free.pk},
        "budgets:proof_download": application | {"proof_pk": world.proof.pk},
        "budgets:version_confirm": scheme | {"pk": world.version.pk},
        "budgets:assignment_end": scheme | {"pk": world.assignment.pk},
        "budgets:opening_preview": {"pk": world.opening_file.pk},
        "budgets:opening_confirm": {"pk": world.opening_file.pk},
        "budgets:run_detail": {"uuid": world.run.uuid},
    }  # fmt: skip
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
        f"budgets:scheme_{n}": scheme for n in ("detail", "read", "change", "assign", "correct")
    }
    found |= {f"budgets:team_budget_{n}": team for n in ("detail", "change", "transfer")}
    found |= {
        f"hr_import:file_{n}": {"pk": world.hr_file.pk}
        for n in ("detail", "columns", "progress", "confirm", "withdraw", "problems")
    }
    return found
