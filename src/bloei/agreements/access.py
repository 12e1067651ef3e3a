"""Who may see an agreement, and who may tick it off, move or drop it.

Who was there when it was agreed sees it; nobody else does: not a manager who was not there,
not HR, L&D or the administrator. Who does it or wrote it down may change it.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bloei.agreements.models import Agreement
from bloei.foundation.access import Permission
from bloei.people.access import oneself
from bloei.people.roles import Role

SEE_AGREEMENT = Permission(
    "agreements.see_agreement",
    path="parties__person",
    reach={Role.EMPLOYEE: oneself},
    words=_("what was agreed when you were there, and nobody else"),
)
KEEP_AGREEMENT = Permission(
    "agreements.keep_agreement",
    path="person",
    reach={Role.EMPLOYEE: oneself},
    words=_("tick off, move or drop what you agreed to do"),
)
KEEP_WRITTEN_AGREEMENT = Permission(
    "agreements.keep_written_agreement",
    path="by",
    reach={Role.EMPLOYEE: oneself},
    words=_("tick off, move or drop an agreement that you wrote down"),
)


def changeable_agreements(viewer) -> QuerySet[Agreement]:
    """Return what this viewer does or wrote down."""
    rows = Agreement.objects.all()
    return KEEP_AGREEMENT.narrow(rows, viewer) | KEEP_WRITTEN_AGREEMENT.narrow(rows, viewer)
