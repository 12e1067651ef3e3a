"""What has happened with agreements."""

from dataclasses import dataclass

from bloei.foundation.events import Event


@dataclass(frozen=True)
class AgreementDone(Event):
    """Ticked off, by somebody or by itself."""

    agreement_id: int


@dataclass(frozen=True)
class AgreementChanged(Event):
    """It got another day, will not happen any more, or is open again."""

    agreement_id: int
