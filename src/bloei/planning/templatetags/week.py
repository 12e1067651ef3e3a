"""How the pieces of a week are drawn."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

from bloei.foundation.language import on_screen
from bloei.planning.week.drawing import DrawnPiece

register = template.Library()


@register.simple_tag
def plain_piece(piece):
    """`{% plain_piece piece %}` draws work, room or a busy hour: what has no page of its own."""
    return _plain_piece(on_screen(), piece)


@lru_cache(maxsize=4096)
def _plain_piece(_language: str, piece: DrawnPiece):
    """Keep a drawing: a week has many of them, and colleagues work the same hours."""
    return render_to_string("planning/_piece.html", {"piece": piece, "takes_away": False})
