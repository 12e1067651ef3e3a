"""The accent of an organisation: readable, or refused."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bloei.foundation import theme

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@given(colours)
def test_every_accent_is_readable_or_refused(accent):
    try:
        tokens = theme.leaf_tokens(accent)
    except theme.TooPale:
        assert theme.contrast(theme.readable(accent), "#ffffff") > theme.contrast(accent, "#ffffff")
        return
    # On cards, on the ground of a page, and white on the accent.
    assert theme.contrast(accent, "#ffffff") >= theme.TEXT
    assert theme.contrast(accent, "#f7f7f3") >= theme.TEXT
    assert set(tokens) == {f"--leaf-{n}" for n in (1, 2, 3, 6, 8, 9)} | {"--on-leaf"}


@given(colours)
def test_in_both_themes_the_mark_is_visible_and_words_on_tints_can_be_read(accent):
    own = theme.oklch(accent)
    assume(theme.contrast(accent, "#ffffff") >= theme.TEXT)
    chroma = min(own.chroma, 0.12)

    def shown(lightness, keeps):
        return theme.hex_of(theme.Oklch(lightness, chroma * keeps, own.hue))

    assert theme.contrast(shown(0.52, 1), theme.LIGHT_SURFACE) >= theme.SHAPE
    assert theme.contrast(shown(0.70, 1), theme.DARK_SURFACE) >= theme.SHAPE
    assert theme.contrast(shown(0.83, 1), theme.DARK_SURFACE) >= theme.TEXT
    nine = min(0.30, own.lightness)
    assert theme.contrast(shown(nine, 0.6), shown(0.945, 0.35)) >= theme.TEXT
    assert theme.contrast(shown(0.93, 0.5), shown(0.30, 0.5)) >= theme.TEXT
    assert theme.contrast(shown(0.83, 1), theme.hex_of(theme.Oklch(0.20, 0.04, own.hue))) >= 4.5


@given(colours)
def test_the_colour_that_is_proposed_is_one_that_is_taken(accent):
    assert theme.leaf_tokens(theme.readable(accent))


def test_a_colour_that_is_readable_on_white_only_is_refused():
    assert theme.contrast("#967100", "#ffffff") >= theme.TEXT
    with pytest.raises(theme.TooPale):
        theme.leaf_tokens("#967100")


def test_black_on_white_is_twenty_one_to_one():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_pale_yellow_is_refused_with_its_contrast():
    with pytest.raises(theme.TooPale) as refusal:
        theme.leaf_tokens("#ffd94a")
    assert 1 < refusal.value.ratio < 2


@pytest.mark.parametrize("text", ["", "green", "#fff", "#12345g", "#0b5c44;}"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(theme.NotAColour):
        theme.leaf_tokens(text)


def test_the_style_sheet_replaces_leaf_only():
    assert theme.style_sheet("#8a1c5b").startswith("@layer tokens{:root{--leaf-1:light-dark(")


@given(colours)
def test_a_colour_survives_the_way_there_and_back(accent):
    back = theme.hex_of(theme.oklch(accent))
    assert all(
        abs(int(accent[at : at + 2], 16) - int(back[at : at + 2], 16)) <= 1 for at in (1, 3, 5)
    )
