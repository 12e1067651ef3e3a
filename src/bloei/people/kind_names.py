"""What the kinds of employment are called on the screen."""

from django.utils.translation import gettext_lazy as _

KIND_NAMES = {
    "permanent": _("permanent"),
    "temporary": _("temporary"),
    "agency": _("agency work"),
    "on_call": _("on call"),
    "student": _("student job"),
    "intern": _("internship"),
    "apprentice": _("apprentice"),
    "holiday_worker": _("holiday job"),
    "weekend_help": _("weekend help"),
    "volunteer": _("volunteer"),
    "self_employed": _("self-employed"),
    "other": _("other"),
}
