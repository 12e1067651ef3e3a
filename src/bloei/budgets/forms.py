"""Forms about applications: three questions at most, the rest is known."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.budgets.models import Application, Proof
from bloei.foundation.fields import Cards, DayField, EuroField, Photo
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
    payer = forms.ChoiceField(
        label=_("Who pays the invoice?"),
        choices=Application.Payer.choices,
        initial=Application.Payer.EMPLOYER,
        widget=Cards(
            hints={
                "employer": _("The invoice goes to your employer."),
                "reimbursed": _("Add the invoice later, then you get your money back."),
            }
        ),
    )
    with_team = forms.BooleanField(
        label=_("Ask my team's budget for what mine does not hold"),
        help_text=_("Then your manager decides."),
        required=False,
    )

    def __init__(self, *args, offer, has_team: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if offer.price_incl_cents is not None:
            self.fields["price"].initial = offer.price_incl_cents
        if not has_team:
            del self.fields["with_team"]


class DecisionForm(forms.Form):
    """Agree, or refuse with a reason. Only the grounds of the scheme are offered.

    Drawn by hand (budgets/_decision.html): what follows from each choice stands under it.
    """

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Agree")), ("no", _("Do not agree"))],
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
    def refuses(self) -> bool:
        """Say whether "Do not agree" is what stands chosen on the page."""
        return self["decision"].value() == "no"


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
