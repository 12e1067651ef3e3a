"""What can be asked about moments that come back: which go on, and which times are made."""

from datetime import date, datetime, time

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from bloei.planning.models import LearningBlock, Series, SeriesSkip


def going_on(rows: QuerySet[Series], today: date) -> QuerySet[Series]:
    """Keep what may still happen, first set first, each with the days that are skipped."""
    skipped = SeriesSkip.objects.filter(series=OuterRef("pk")).values("on")
    going = rows.filter(last_on__gte=today).annotate(skipped_on=ArraySubquery(skipped))
    return going.select_related("unit", "set_by").order_by("set_at", "pk")


def blocks_ahead(series: Series, today: date) -> QuerySet[LearningBlock]:
    """Return the blocks of a series that stand from today on, in order."""
    start = timezone.make_aware(datetime.combine(today, time.min))
    rows = series.blocks.standing().filter(during__startswith__gte=start)
    return rows.select_related("person").order_by("during", "pk")
