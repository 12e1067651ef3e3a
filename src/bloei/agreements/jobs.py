"""What happens by itself: agreements of long ago are forgotten."""

from datetime import date

from bloei.agreements import actions
from bloei.foundation.queue import every


@every("25 3 * * *")
def forget_old_agreements(today: date) -> int:
    return actions.forget_old_agreements(today=today)
