"""Addresses of rosters: who works when, how many must be there, when it is closed."""

from django.urls import path

from bloei.planning.views import roster_files, rosters, staffing

app_name = "rosters"
urlpatterns = [
    path("", staffing.overview, name="overview"),
    path("staffing/add/", staffing.staffing_add, name="staffing_add"),
    path("staffing/<int:pk>/", staffing.staffing_detail, name="staffing_detail"),
    path("staffing/<int:pk>/end/", staffing.staffing_end, name="staffing_end"),
    path("staffing/<int:pk>/except/", staffing.staffing_except, name="staffing_except"),
    path("units/<int:pk>/agenda/", staffing.team_agenda, name="team_agenda"),
    path("closing-days/", staffing.closing_days, name="closing_days"),
    path("closing-days/holidays/<int:year>/", staffing.holidays_add, name="holidays_add"),
    path("closing-days/<int:pk>/open/", staffing.closing_day_open, name="closing_day_open"),
    path("mine/", rosters.my_roster, name="my_roster"),
    path("people/<int:pk>/", rosters.person_roster, name="person_roster"),
    path("people/<int:pk>/absence/", rosters.absence_add, name="absence_add"),
    path("absences/<int:pk>/remove/", rosters.absence_remove, name="absence_remove"),
    path("import/", roster_files.roster_import, name="roster_import"),
    path("import/<uuid:uuid>/", roster_files.roster_run, name="roster_run"),
    path("import/<uuid:uuid>/take-over/", roster_files.roster_take_over, name="roster_take_over"),
]
