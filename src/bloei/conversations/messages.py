"""What the two are told, and HR: that there is something, never what."""

from bloei.conversations import invitations
from bloei.conversations.models import Conversation, HelpAsked
from bloei.conversations.rules import Because
from bloei.foundation import clock
from bloei.foundation.addresses import address_of
from bloei.foundation.ical import Method
from bloei.notifications import invitations as mailed
from bloei.notifications.actions import notify
from bloei.people.models import Person, RoleGrant, UnitClosure
from bloei.people.roles import Role


def tell_opened(conversation: Conversation) -> None:
    """Tell who did not ask; both, where Bloei opened it."""
    because = Because(conversation.because)
    if because == Because.APPLICATION:
        return  # budgets tells that who decides wants to talk first
    for reader in (conversation.person, conversation.partner):
        if reader.pk != conversation.opened_by_id:
            by_itself = "next" if because == Because.NEXT else "opened"
            code = "asked" if conversation.opened_by_id else by_itself
            _tell(reader, code, conversation, because=because.value)


def tell_moment(conversation: Conversation, by: Person, *, is_first: bool) -> None:
    """Send both the moment for their calendar, and the other one a message."""
    code = "planned" if is_first else "moved"
    _tell(
        conversation.other(by), code, conversation, by=by,
        starts_at=conversation.during.lower.isoformat(),
    )  # fmt: skip
    invitations.send(conversation, Method.REQUEST)


def tell_called_off(conversation: Conversation, by: Person, *, was_planned: bool) -> None:
    """Tell the other one that it does not go on, and take it out of both calendars."""
    _tell(conversation.other(by), "called_off", conversation, by=by)
    if was_planned:
        invitations.send(conversation, Method.CANCEL)


def tell_help(asked: HelpAsked) -> None:
    """Tell HR that a conversation is open, and the two that HR was told."""
    conversation = asked.conversation
    advisers = _advisers_of(conversation)
    notify(
        advisers,
        "conversations.help_asked",
        url=address_of("conversations:help_list"),
        key=f"help:{asked.pk}",
    )
    for reader in (conversation.person, conversation.partner):
        if reader.pk != asked.by_id:
            _tell(reader, "help_told" if asked.by_id else "help_in_time", conversation)


def _advisers_of(conversation: Conversation) -> list[int]:
    """Return HR for whom it is about, of all or of their part; neither of the two themselves."""
    above = UnitClosure.objects.filter(below=conversation.person.unit_id).values("above")
    grants = RoleGrant.objects.on(clock.today()).filter(role=Role.HR)
    near = grants.filter(unit=None) | grants.filter(unit__in=above)
    others = near.exclude(person__in=conversation.ids)
    return list(others.values_list("person", flat=True).distinct())


def _tell(reader: Person, code: str, conversation: Conversation, *, by=None, **params) -> None:
    other = conversation.other(reader)
    notify(
        reader,
        f"conversations.{code}",
        params={"name": other.given_name, **params},
        url=conversation.get_absolute_url(),
        told_by_mail=code in {"planned", "moved"} and mailed.goes_to(reader),
        about=other,
        by=by,
    )
