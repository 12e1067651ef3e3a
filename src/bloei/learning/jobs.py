"""What learning does by itself: importing a file of offers, and counting the words anew."""

from datetime import date

from bloei.foundation import files, runs
from bloei.foundation.models import Run, StoredFile
from bloei.foundation.queue import every, job
from bloei.learning import actions
from bloei.learning.offer_problems import sentence
from bloei.learning.offer_rows import read_offers

IMPORT = actions.IMPORT_RUN
PROBLEMS_KEPT = 500


@job
def import_file(run_pk: int, file_pk: int) -> None:
    """Write a file into the catalogue; a second time changes nothing."""
    run = Run.objects.get(pk=run_pk)
    if run.state in (Run.State.DONE, Run.State.FAILED):
        return
    stored = StoredFile.objects.get(pk=file_pk)
    reading = read_offers(files.path_of(stored).read_bytes())
    runs.progress(run, 0, len(reading.rows))
    found = actions.import_offers(reading.rows, by=run.by)
    report = {
        "rows": reading.count,
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": found.unchanged,
        "problems": [[p.row, p.column, p.value, sentence(p)] for p in reading.problems][
            :PROBLEMS_KEPT
        ],
        "file": file_pk,
    }
    runs.end(run, report)


@every("20 3 * * *")
def recount_words(today: date) -> None:
    """Let the vocabulary hold exactly the words of the catalogue of today."""
    actions.recount_words(by=None)
