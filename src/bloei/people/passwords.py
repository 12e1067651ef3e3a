"""What makes a password good: long, not about oneself, not on everybody's list. Friendly words."""

from difflib import SequenceMatcher

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST = 12
MOST = 128


class LongEnough:
    """Length beats strange signs: three words that belong to nobody make a good password."""

    def validate(self, password, user=None):  # noqa: ARG002 - Django passes it
        if len(password) < LEAST:
            raise ValidationError(
                _("Take at least %(least)d signs. Three or four ordinary words do very well.")
                % {"least": LEAST}
            )
        if len(password) > MOST:
            raise ValidationError(_("Take at most %(most)d signs.") % {"most": MOST})
        if len(set(password)) < 5:
            raise ValidationError(_("Take more different signs; this is too easy to guess."))

    def get_help_text(self):
        return _("At least %(least)d signs. Three or four ordinary words do very well.") % {
            "least": LEAST
        }


class NotYourself:
    """Names, number and mail address are the first that somebody would try."""

    def validate(self, password, user=None):
        if user is None:
            return
        plain = password.lower()
        about = [user.number, user.given_name, user.family_name]
        about += (user.email or "").lower().split("@")
        for part in about:
            known = (part or "").lower()
            if len(known) < 3:
                continue
            left = plain.replace(known, "")
            close = SequenceMatcher(a=plain, b=known).quick_ratio() > 0.7
            if close or (known in plain and len(left) < LEAST - 4):
                raise ValidationError(_("Leave out your name, number and mail address."))

    def get_help_text(self):
        return _("Without your name, number or mail address.")


class NotCommon(CommonPasswordValidator):
    """Twenty thousand passwords that are tried first everywhere."""

    def get_error_message(self):
        return _("Many people use this one, so it is tried first. Think of another.")

    def get_help_text(self):
        return _("Not one that many people use.")
