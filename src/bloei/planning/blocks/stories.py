"""What happened with a block, in order: who planned, asked, decided, moved, how it went."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from bloei.foundation import wording
from bloei.foundation.language import on_screen
from bloei.planning.blocks import obstacle_words, words
from bloei.planning.models import BlockMove, LearningBlock
from bloei.planning.rosters import at_work
from bloei.planning.rules import Origin, State

Answer = BlockMove.Answer


def story(block: LearningBlock, moves: list[BlockMove], today: date) -> list[dict]:
    """Return the steps of a timeline: title, when (words), state and text of each."""
    steps = [_made(block)]
    steps += [_moved(move, today) for move in moves]
    if decided := _decided(block, today):
        steps.append(decided)
    steps += _ending(block)
    return steps


def _step(title: str, at: datetime | None, text: str = "", state: str = "done") -> dict:
    when = wording.moment(timezone.localtime(at), on_screen()) if at else ""
    return {"title": title, "when": when, "text": text, "state": state}


def _made(block: LearningBlock) -> dict:
    title = words.origin(block.origin)
    if block.origin == Origin.HAND:
        title = _("Planned by %(name)s") % {"name": block.person.given_name}
    text = ""
    if block.outside:
        text = _("A yes was needed: this is %(outside)s.") % {
            "outside": obstacle_words.outside(block.outside)
        }
    return _step(title, block.made_at, " ".join(filter(None, [text, block.why])))


def _moved(move: BlockMove, today: date) -> dict:
    told = {
        "name": move.by.given_name if move.by else _("Somebody"),
        "was": words.when(at_work.span_of(move.was), today),
        "becomes": words.when(at_work.span_of(move.becomes), today),
    }
    titles = {
        Answer.WAITING: _("%(name)s asks for another moment"),
        Answer.YES: _("Moved by %(name)s"),
        Answer.NO: _("%(name)s asked for another moment; it stays"),
    }
    text = _("From %(was)s to %(becomes)s.") % told
    state = "now" if move.answer == Answer.WAITING else "done"
    if move.answer == Answer.YES and move.by_id != move.block.person_id:
        titles[Answer.YES] = _("Moved, because %(name)s asked")
    said = " ".join(filter(None, [text, move.because]))
    return _step(titles[Answer(move.answer)] % told, move.at, said, state)


def _decided(block: LearningBlock, today: date) -> dict | None:
    if block.state == State.ASKED:
        told = {"day": wording.weekday(block.decide_by, on_screen())} if block.decide_by else {}
        text = _("An answer comes by %(day)s.") % told if told else ""
        return _step(_("Waits for a decision"), None, text, "now")
    if block.decided_by is None:
        return None
    told = {"name": block.decided_by.given_name}
    if block.state == State.REFUSED:
        text = block.answer
        if block.instead:
            other = _("This is possible: %(when)s.")
            when = words.when(at_work.span_of(block.instead), today)
            text = f"{text} {other % {'when': when}}"
        return _step(_("%(name)s does not agree") % told, block.changed_at, text)
    return _step(_("%(name)s agrees") % told, None)


def _ending(block: LearningBlock) -> list[dict]:
    if block.state == State.AGREED:
        return [_step(_("Fixed: working time for learning"), None, state="now")]
    if block.state == State.DONE:
        text = words.length(block.done_minutes or 0)
        return [_step(_("It was done"), block.changed_at, text)]
    if block.state == State.LAPSED:
        return [_step(_("It did not happen"), block.changed_at, block.answer)]
    if block.state == State.CANCELLED:
        return [_step(_("Taken away"), block.changed_at, _("The time is free again."))]
    if block.state == State.DECLINED:
        return [_step(_("This did not suit"), block.changed_at)]
    return []
