"""The rule in sentences: complete Dutch, whatever the rhythm of the grants."""

import pytest
from django.utils import translation

from bloei.budgets import cao
from bloei.budgets.schemes import words as scheme_words


@pytest.mark.parametrize("name", cao.shipped_names())
def test_how_often_something_is_granted_is_said_in_dutch(name):
    with translation.override("nl"):
        told = " ".join(
            one for row in scheme_words.sentences(cao.shipped_scheme(name)) for one in row.values()
        )
    assert "per year" not in told
    assert "per month" not in told


def test_a_yearly_grant_is_said_per_year():
    with translation.override("nl"):
        told = str(scheme_words.sentences(cao.shipped_scheme("woondiensten")))
    assert "per jaar" in told
