"""Many offers at once from a file, set-based."""

from bloei.foundation import audit, clock, events, files, runs, search
from bloei.foundation.actions import action
from bloei.foundation.models import Run, StoredFile
from bloei.learning import catalogue
from bloei.learning import events as happened
from bloei.learning.difference import COMPARED, CatalogueDifference, difference
from bloei.learning.models import Offer, OfferWord, Provider
from bloei.learning.offer_rows import OfferRow
from bloei.people.models import Person

IMPORT_FILE, IMPORT_RUN = "offers", "learning.offers"


@action
def import_offers(rows: list[OfferRow], *, by: Person | None) -> CatalogueDifference:
    """Write a file into the catalogue; what is not in the file stays as it is.

    The same file twice changes nothing the second time. A withdrawn offer stays withdrawn.
    """
    found = difference(rows)
    names = {row.provider or "" for row in found.new}
    names |= {change.row.provider or "" for change in found.changed}
    providers = _providers(names)
    skills = catalogue.skills_by_name(
        name
        for row in [*found.new, *(change.row for change in found.changed)]
        for name in row.skills or ()
    )
    today = clock.today()
    new = [_written(Offer(published_on=today), row, providers, row.skills) for row in found.new]
    Offer.objects.bulk_create(new, batch_size=1000)
    _change(found, providers)
    _link(found, new, skills)
    texts = [
        catalogue.text_of(offer, row.skills or ())
        for offer, row in zip(new, found.new, strict=True)
    ]
    search.add_words(OfferWord, texts + [catalogue.text_of(c.offer, ()) for c in found.changed])
    written = len(found.new) + len(found.changed)
    audit.record("offers.imported", Offer, by=by, count=written)
    if new:
        events.publish(happened.OffersImported(first_on=today.isoformat(), count=len(new)))
    return found


@action(creates=StoredFile)
def keep_import_file(*, upload, key: str, by: Person) -> StoredFile:
    """Keep a file of offers until it is confirmed. Raises files.Refused."""
    stored = files.store(upload, purpose=IMPORT_FILE, by=by, kinds=files.TABLE)
    audit.record("offers.file_kept", stored, by=by)
    return stored


@action
def start_import(stored: StoredFile, *, by: Person) -> Run:
    """Note that this file is to be imported; a job does the work."""
    run = runs.start(IMPORT_RUN, by=by)
    audit.record("offers.import_started", stored, by=by)
    return run


@action
def recount_words(*, by: Person | None) -> None:
    """Count the words of the catalogue anew; words that are gone are forgotten."""
    offers = Offer.objects.published().select_related("provider").prefetch_related("skills")
    texts = [
        catalogue.text_of(offer, [skill.name for skill in offer.skills.all()])
        for offer in offers.defer("vector", "title_stems", "other_stems").iterator(2000)
    ]
    OfferWord.objects.all().delete()
    search.add_words(OfferWord, texts)
    audit.record("offers.words_counted", OfferWord, by=by, count=len(texts))


def _change(found: CatalogueDifference, providers: dict[str, Provider]) -> None:
    changed = []
    for change in found.changed:
        kept = [skill.name for skill in change.offer.skills.all()]
        skills = kept if change.row.skills is None else change.row.skills
        changed.append(_written(change.offer, change.row, providers, skills))
    columns = [*COMPARED, "provider", "title_stems", "other_stems"]
    Offer.objects.bulk_update(changed, columns, batch_size=500)


def _link(found: CatalogueDifference, new: list[Offer], skills: dict) -> None:
    """Link offers to skills; a changed offer gets those of the file in place of its own."""
    rows = list(zip(new, found.new, strict=True))
    renewed = [change for change in found.changed if "skills" in change.fields]
    rows += [(change.offer, change.row) for change in renewed]
    through = Offer.skills.through
    through.objects.filter(offer__in=[change.offer.pk for change in renewed]).delete()
    links = {
        (offer.pk, skills[name.casefold()].pk) for offer, row in rows for name in row.skills or ()
    }
    through.objects.bulk_create(
        [through(offer_id=offer, skill_id=skill) for offer, skill in sorted(links)],
        batch_size=5000,
    )


def _written(offer: Offer, row: OfferRow, providers: dict[str, Provider], skills) -> Offer:
    for name, value in row.facts.items():
        setattr(offer, name, value)
    if row.provider is not None:
        offer.provider = providers.get(row.provider.casefold())
    catalogue.index(offer, skills or ())
    return offer


def _providers(names: set[str]) -> dict[str, Provider]:
    wanted = {name.casefold(): name for name in sorted(names) if name}
    found = {provider.name.casefold(): provider for provider in Provider.objects.all()}
    new = [Provider(name=name) for folded, name in wanted.items() if folded not in found]
    return found | {one.name.casefold(): one for one in Provider.objects.bulk_create(new)}
