"""Addresses of the planner, and of moments that come back."""

from django.urls import path

from bloei.planning.views import plans, series

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="plan_list"),
    path("new/", plans.plan_new, name="plan_new"),
    path("team/new/", plans.team_plan_new, name="team_plan_new"),
    path("<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("runs/<uuid:uuid>/", plans.plan_run, name="plan_run"),
    path("proposals/accept/", plans.proposals_accept, name="proposals_accept"),
    path("series/", series.series_list, name="series_list"),
    path("series/new/", series.series_new, name="series_new"),
    path("series/team/new/", series.team_series_new, name="team_series_new"),
    path("series/<int:pk>/", series.series_detail, name="series_detail"),
    path("series/<int:pk>/skip/", series.series_skip, name="series_skip"),
    path("series/<int:pk>/unskip/", series.series_unskip, name="series_unskip"),
    path("series/<int:pk>/end/", series.series_end, name="series_end"),
]
