"""The colour of an organisation: one accent becomes the leaf tokens, or is refused.

Pure. Colours go through OKLCH, contrast is that of WCAG 2.2. Only `--leaf-*` is replaced.
"""

import math
import re
from dataclasses import dataclass

LIGHT_SURFACE, LIGHT_GROUND, DARK_SURFACE = "#ffffff", "#f7f7f3", "#111d19"
TEXT, SHAPE = 4.5, 3.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
# Lightness and how much of the accent's chroma each step keeps, in light and in dark.
_STEPS = {
    "1": ((0.975, 0.15), (0.25, 0.3)),
    "2": ((0.945, 0.35), (0.30, 0.5)),
    "3": ((0.87, 0.7), (0.40, 0.75)),
    "6": ((0.52, 1.0), (0.70, 1.0)),
    "9": ((0.30, 0.6), (0.93, 0.5)),
}
_DARK_8 = (0.83, 1.0)
_MOST_CHROMA = 0.12


class NotAColour(ValueError):
    """This is not a colour such as #0b5c44."""


class TooPale(ValueError):
    """Words in this colour, or white ones on it, cannot be read: `ratio` of the 4.5 needed."""

    def __init__(self, ratio: float):
        super().__init__(f"{ratio:.1f}")
        self.ratio = ratio


@dataclass(frozen=True)
class Oklch:
    """A colour as lightness (0 to 1), chroma and hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def css(self) -> str:
        return f"oklch({self.lightness:.3f} {self.chroma:.3f} {self.hue:.1f})"


def leaf_tokens(accent: str) -> dict[str, str]:
    """Return the tokens for an accent such as "#0b5c44".

    Raises NotAColour, or TooPale when words would have less than 4.5:1: white on the
    accent, or the accent on the ground of a page or on its own tint.
    """
    if not _HEX.fullmatch(accent):
        raise NotAColour(accent)
    ratio = _least(accent)
    if ratio < TEXT:
        raise TooPale(ratio)
    own = oklch(accent)
    chroma = min(own.chroma, _MOST_CHROMA)
    tokens = {}
    for step, (light, dark) in _STEPS.items():
        bright = Oklch(
            min(light[0], own.lightness) if step == "9" else light[0], chroma * light[1], own.hue
        )
        dim = Oklch(dark[0], chroma * dark[1], own.hue)
        tokens[f"--leaf-{step}"] = f"light-dark({bright.css()}, {dim.css()})"
    strong = Oklch(_DARK_8[0], chroma * _DARK_8[1], own.hue)
    tokens["--leaf-8"] = f"light-dark({accent.lower()}, {strong.css()})"
    tokens["--on-leaf"] = f"light-dark(#fff, {Oklch(0.20, min(chroma, 0.04), own.hue).css()})"
    return tokens


def readable(accent: str) -> str:
    """Return the nearest darker colour of this hue that can be read (see leaf_tokens).

    One that is dark enough comes back as it is. Raises NotAColour.
    """
    if not _HEX.fullmatch(accent):
        raise NotAColour(accent)
    if _least(accent) >= TEXT:
        return accent.lower()
    own = oklch(accent)
    dark, light = 0.0, own.lightness
    for _turn in range(16):
        middle = (dark + light) / 2
        shade = hex_of(Oklch(middle, own.chroma, own.hue))
        if _least(shade) >= TEXT:
            dark = middle
        else:
            light = middle
    return hex_of(Oklch(dark, own.chroma, own.hue))


def _least(accent: str) -> float:
    """Return the least contrast of an accent with what it stands on in the light theme."""
    own = oklch(accent)
    lightness, share = _STEPS["2"][0]
    tint = hex_of(Oklch(lightness, min(own.chroma, _MOST_CHROMA) * share, own.hue))
    return min(contrast(accent, ground) for ground in (LIGHT_SURFACE, LIGHT_GROUND, tint))


def style_sheet(accent: str) -> str:
    """Return the style sheet that puts the accent over the leaf tokens."""
    lines = "".join(f"{name}:{value};" for name, value in leaf_tokens(accent).items())
    return f"@layer tokens{{:root{{{lines}}}}}\n"


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours such as "#0b5c44", from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def oklch(colour: str) -> Oklch:
    """Return "#0b5c44" as lightness, chroma and hue (Björn Ottosson's OKLab)."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def hex_of(colour: Oklch) -> str:
    """Return the nearest colour that a screen has, such as "#0b5c44"."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return "#" + "".join(
        _channel(value)
        for value in (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
    )


def _linear(colour: str) -> list[float]:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def _channel(linear: float) -> str:
    value = min(max(linear, 0.0), 1.0)
    curved = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return f"{round(curved * 255):02x}"
