"""Spans on the grid: inwards for presence, outwards for what takes somebody away."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bloei.planning import spans
from bloei.planning.spans import Span

STEP = timedelta(minutes=30)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))


@given(moments, st.timedeltas(timedelta(microseconds=1), timedelta(hours=30)))
def test_outwards_covers_the_span_and_inwards_lies_in_it_both_on_the_grid(start, length):
    whole = Span(start, start + length)
    (out,) = spans.outwards([whole], STEP)
    assert out.start <= whole.start
    assert whole.until <= out.until
    assert out.until - whole.until < STEP
    for found in (out, *spans.inwards([whole], STEP)):
        for moment in found:
            assert not (moment - datetime(2026, 1, 1)) % STEP
    for found in spans.inwards([whole], STEP):
        assert whole.start <= found.start
        assert found.until <= whole.until


def test_what_lies_on_the_grid_stays_as_it_is():
    exact = Span(datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 11))
    assert spans.outwards([exact], STEP) == spans.inwards([exact], STEP) == [exact]
