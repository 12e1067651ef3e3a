"""What people fill in about how they like to learn: a few choices per topic, and who sees it."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from bloei.learning.models import WayOfLearning
from bloei.learning.ways import TOPICS

ShownTo = WayOfLearning.ShownTo


@dataclass(frozen=True)
class Group:
    """The three fields of one topic, for the page."""

    question: str
    choices: forms.BoundField
    words: forms.BoundField
    shown_to: forms.BoundField


class WayForm(forms.Form):
    """One group of fields per topic; everything may stay empty."""

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = {row.topic: row for row in rows}
        for topic, (question, choices) in TOPICS.items():
            row = known.get(topic)
            self.fields[f"{topic}_choices"] = forms.MultipleChoiceField(
                label=question, choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple, initial=row.choices if row else [],
            )  # fmt: skip
            self.fields[f"{topic}_words"] = forms.CharField(
                label=_("In your own words"), max_length=200, required=False,
                initial=row.words if row else "",
            )  # fmt: skip
            self.fields[f"{topic}_shown_to"] = forms.ChoiceField(
                label=_("Who may see this?"), choices=ShownTo.choices, required=False,
                initial=row.shown_to if row else ShownTo.ONLY_ME,
            )  # fmt: skip

    def groups(self) -> list[Group]:
        return [
            Group(
                str(question),
                self[f"{topic}_choices"],
                self[f"{topic}_words"],
                self[f"{topic}_shown_to"],
            )
            for topic, (question, _choices) in TOPICS.items()
        ]

    def ways(self) -> dict[str, tuple[list[str], str, str]]:
        """Return per topic the choices, the words and who may see it."""
        said = self.cleaned_data
        return {
            topic: (
                said[f"{topic}_choices"],
                said[f"{topic}_words"].strip(),
                said[f"{topic}_shown_to"] or ShownTo.ONLY_ME,
            )
            for topic in TOPICS
        }
