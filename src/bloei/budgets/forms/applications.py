"""Forms about applications: three questions at most, the rest is known."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.budgets.balances import advance_words
from bloei.budgets.models import Application, Proof
from bloei.foundation.fields import Cards, DayField, EuroField, HoursField, Photo
from bloei.foundation.forms import KeyedForm


class ApplicationForm(KeyedForm):
    """What it costs, why, and who pays the invoice."""

    why = forms.CharField(
        label=_("What do you want to do better after this?"),
        help_text=_("One sentence is enough. Your manager reads this."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    price = EuroField(
        label=_("What does it cost?"),
        help_text=_("In euros, with VAT."),
        at_most=10_000_000,
    )
    purpose = forms.ChoiceField(label=_("What is it for?"))
    added = HoursField(
        label=_("How many hours of your own do you add?"),
        at_most=60_000,
        required=False,
    )
    with_time = forms.BooleanField(label=_("Use my learning hours for it"), required=False)
    payer = forms.ChoiceField(
        label=_("Who pays the invoice?"),
        choices=Application.Payer.choices,
        initial=Application.Payer.EMPLOYER,
        widget=Cards(
            hints={
                Application.Payer.EMPLOYER: _("The invoice goes to your employer."),
                Application.Payer.REIMBURSED: _(
                    "Add the invoice later, then you get your money back."
                ),
            }
        ),
    )
    with_team = forms.BooleanField(
        label=_("Ask my team's budget for what mine does not hold"),
        help_text=_("Then your manager decides."),
        required=False,
    )

    def __init__(self, *args, offer, has_team: bool, question=None, time="", **kwargs):
        """`question` is what the schemes ask; `time` says how much there is, "" when nothing."""
        super().__init__(*args, **kwargs)
        if offer.price_incl_cents is not None:
            self.fields["price"].initial = offer.price_incl_cents
        is_free = offer.price_incl_cents == 0
        if is_free:  # there is no invoice to ask about
            self.fields["payer"].widget = forms.HiddenInput()
        if is_free or not has_team:
            del self.fields["with_team"]
        self.fields["with_time"].help_text = time
        if not time:
            del self.fields["with_time"]
        self._ask(question)

    def _ask(self, question) -> None:
        if question is None:
            del self.fields["purpose"]
        else:
            self.fields["purpose"].choices = question.choices
            self.fields["purpose"].initial = question.initial
            if question.not_for:
                told = {"purposes": question.not_for}
                self.fields["purpose"].help_text = _("Your budget is not for: %(purposes)s.") % told
        if question is None or not question.more_from:
            del self.fields["added"]
        else:
            more = [
                _("From %(hours)s hours the scheme adds %(percent)s %%.")
                % {"hours": f"{hours:g}".rstrip("."), "percent": percent}
                for hours, percent in question.more_from
            ]
            self.fields["added"].help_text = " ".join(str(one) for one in more)

    @property
    def asks_more(self) -> bool:
        """Say whether a scheme makes it more than the three questions."""
        return bool({"purpose", "added", "with_time"} & self.fields.keys())


class AdvanceForm(forms.Form):
    """A price is more than there is: an advance, or one's own money. Nothing stands chosen.

    The answer is the amount in cents, so nobody says yes to another one than they read. Without
    a `choice` (see advances.py) there is nothing to ask.
    """

    # The page looks at what an answer would do while this one is still missing.
    use_required_attribute = False

    advance = forms.TypedChoiceField(
        coerce=int,
        help_text=_("An advance is budget of the coming years that you use now."),
        error_messages={
            "required": _("Choose one of the two."),
            "invalid_choice": _("The amounts have changed. Look, and choose again."),
        },
        widget=Cards,
    )

    def __init__(self, *args, choice, **kwargs):
        super().__init__(*args, **kwargs)
        if choice is None:
            del self.fields["advance"]
            return
        asked = self.fields["advance"]
        asked.label = advance_words.question(choice)
        yes, no = str(choice.advance), "0"
        asked.choices = [(yes, advance_words.yes(choice)), (no, advance_words.no(choice))]
        asked.widget.hints = {
            yes: advance_words.what_it_does(choice),
            no: _("Your budget does not go below zero."),
        }

    @property
    def chosen(self) -> int | None:
        """Return the advance that stands chosen, in cents; None when that is still to be done."""
        if "advance" not in self.fields:
            return 0
        told = str(self["advance"].value() or "")
        return int(told) if told in dict(self.fields["advance"].choices) else None


class DecisionForm(forms.Form):
    """Agree, talk first, or refuse with a reason. Only the grounds of the scheme are offered.

    Drawn by hand (budgets/_decision.html): what follows from each choice stands under it.
    """

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Agree")), ("talk", _("Talk first")), ("no", _("Do not agree"))],
        initial="yes",
    )
    ground = forms.ChoiceField(label=_("Which reason of the scheme?"), required=False, widget=Cards)
    answer = forms.CharField(label=_("Message"), max_length=500, required=False)

    def __init__(self, *args, grounds: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        if grounds:
            self.fields["ground"].choices = [(ground, ground) for ground in grounds]
        else:
            del self.fields["ground"]

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["decision"] == "yes"

    @property
    def talks_first(self) -> bool:
        return self.cleaned_data["decision"] == "talk"

    @property
    def chosen(self) -> str:
        """Return what stands chosen on the page: yes, talk or no."""
        return self["decision"].value() or "yes"


class ConversionForm(KeyedForm):
    """Into what, and how much (euros or hours, as the budget is); why, where somebody decides."""

    to = forms.ChoiceField(label=_("What does it become?"), widget=Cards)

    why = forms.CharField(
        label=_("Why do you want this?"),
        help_text=_("One sentence is enough. Your manager reads this."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, options, words, hints, in_hours: bool, asks_why: bool, **kwargs):
        """`options` are those of conversions.py; `words` and `hints` say them, per name."""
        super().__init__(*args, **kwargs)
        possible = [one for one in options if one.most]
        self.fields["to"].choices = [(one.to, words[one.to]) for one in possible]
        self.fields["to"].widget.hints = hints
        if possible:
            self.fields["to"].initial = possible[0].to
        reader = HoursField if in_hours else EuroField
        self.fields["amount"] = reader(label=_("How much do you convert?"), at_most=10_000_000)
        if asks_why:
            self.order_fields(["to", "amount", "why"])
        else:
            del self.fields["why"]

    def clean_amount(self):
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError(_("Fill in an amount above zero."))
        return self.cleaned_data["amount"]


class TopUpForm(KeyedForm):
    """The price went up after it was agreed."""

    more = EuroField(
        label=_("How much more does it cost?"),
        help_text=_("In euros, with VAT."),
        at_most=10_000_000,
    )
    why = forms.CharField(label=_("Why?"), max_length=500)

    def clean_more(self):
        if not self.cleaned_data["more"]:
            raise forms.ValidationError(_("Fill in an amount above zero."))
        return self.cleaned_data["more"]


class ProofForm(KeyedForm):
    """An invoice or a certificate, as a file or a photo."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Proof.Kind.choices)
    file = forms.FileField(
        label=_("File or photo"), help_text=_("A PDF or a photo, 20 MB at most."), widget=Photo
    )


class PaymentForm(forms.Form):
    """The day on which the invoice was paid."""

    paid_on = DayField(label=_("Paid on"))


class ExportForm(forms.Form):
    """Which days, and in which form."""

    first = DayField(label=_("From"))
    last = DayField(label=_("Up to and including"))
    kind = forms.ChoiceField(
        label=_("As"),
        choices=[("xlsx", _("Excel")), ("csv", _("CSV"))],
        initial="xlsx",
        widget=Cards,
    )

    def clean(self):
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            raise forms.ValidationError(_("The last day comes before the first day."))
        return told
