"""One's learning record as a file to take along: a PDF to print and a CSV with everything."""

from datetime import date

from django.utils.translation import gettext as _

from bloei.foundation import exports, house_style, money, wording
from bloei.foundation.context import appearance
from bloei.foundation.language import on_screen
from bloei.foundation.pdf import Document
from bloei.learning import queries
from bloei.learning.models import Record


def record_csv(person) -> bytes:
    """Return everything that stands in somebody's record, one line each, as CSV."""
    headings = [
        _("Date"), _("What"), _("Kind"), _("Hours"), _("Note"), _("Provider"), _("Evidence"),
        _("Who may see it"), _("Came from"),
    ]  # fmt: skip
    rows = queries.records_of(person).select_related("participation__offer__provider")
    return exports.to_csv(headings, [_line(record) for record in rows.prefetch_related("evidence")])


def _line(record: Record) -> list:
    offer = record.participation.offer if record.participation else None
    provider = offer.provider.name if offer and offer.provider else ""
    files = ", ".join(stored.name for stored in record.evidence.all())
    return [
        record.done_on, record.what, record.get_kind_display(), _hours(record.minutes),
        record.note, provider, files, record.get_audience_display(), record.get_source_display(),
    ]  # fmt: skip


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return ""
    whole = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return whole.replace(".", ",") if on_screen().startswith("nl") else whole


def record_pdf(person, organisation: str, today: date) -> bytes:
    """Return the record as a PDF to print, by year, newest first."""
    document = Document(_("Learning record"), on_screen())
    if logo := house_style.logo_path(appearance()):
        document.letterhead(organisation, logo)
    document.headline(_("Learning record of %(name)s") % {"name": person.full_name})
    made = _("%(organisation)s. Made on %(day)s.")
    day = wording.long_date(today, on_screen())
    document.paragraph(made % {"organisation": organisation, "day": day}, quiet=True)
    records = list(queries.records_of(person).prefetch_related("evidence"))
    if not records:
        document.paragraph(_("There is nothing in this record yet."))
    for year in sorted({record.done_on.year for record in records}, reverse=True):
        of_year = [record for record in records if record.done_on.year == year]
        _year(document, year, of_year)
    return document.finished()


def _year(document: Document, year: int, records: list[Record]) -> None:
    minutes = sum(record.minutes or 0 for record in records)
    document.section(str(year), money.hours(minutes, on_screen()) if minutes else "")
    for record in records:
        facts = [wording.long_date(record.done_on, on_screen()), record.get_kind_display()]
        if record.minutes:
            facts.append(money.hours(record.minutes, on_screen()))
        if files := [stored.name for stored in record.evidence.all()]:
            facts.append(_("evidence: %(names)s") % {"names": ", ".join(files)})
        document.entry(record.what, " · ".join(str(fact) for fact in facts), record.note)
