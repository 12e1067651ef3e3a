"""The rows of a picture that tells how far each is."""

from django.utils import translation

from bloei.foundation import bullets

PARTS = ({"label": "taken", "fill": "leaf"}, {"label": "planned", "fill": "mid"})


def rows_of(*rows, unit="hours", rail=True, narrow=False):
    with translation.override("nl"):
        return bullets.rows_of(rows, PARTS, unit, rail=rail, narrow=narrow)[0]


def test_a_row_says_how_much_of_the_goal_it_is():
    (row,) = rows_of({"name": "Eva", "values": (600, 120), "goal": 2160})
    assert row["said"] == "<b>12</b> van 36\u00a0uur"
    assert row["cells"].count("<td") == 2
    assert "plot__goal" in row["picture"]


def test_the_part_in_front_is_drawn_last():
    (row,) = rows_of({"name": "Eva", "values": (600, 120)})
    assert row["picture"].index("fill-mid") < row["picture"].index("fill-leaf")


def test_nothing_is_not_drawn_and_neither_is_a_goal_that_there_is_not():
    (row,) = rows_of({"name": "Eva", "values": (0, 0)})
    assert row["picture"].count("<rect") == 1
    assert "fill-rest" in row["picture"]
    assert "plot__goal" not in row["picture"]
    assert row["said"] == "<b>0\u00a0uur</b>"


def test_a_narrow_row_has_no_rail_and_says_its_first_part():
    (row,) = rows_of({"name": "Eva", "values": (100, 300)}, unit="euros", narrow=True)
    assert "fill-rest" not in row["picture"]
    assert row["said"].startswith("<b>€")
    assert "van" in row["said"]


def test_a_row_without_a_number_gives_its_reason_only():
    (row,) = rows_of({"name": "Team", "hidden": "minder dan 5"})
    assert row["hidden"] == "minder dan 5"
    assert "picture" not in row
