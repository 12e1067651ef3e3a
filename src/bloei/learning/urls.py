"""Addresses of the catalogue, one's own learning, the record and its managing."""

from django.urls import path

from bloei.learning.views import imports, manage, mine, offers, records, ways

app_name = "learning"
urlpatterns = [
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/<int:pk>/", offers.offer_detail, name="offer_detail"),
    path("offers/<int:pk>/wish/", offers.offer_wish, name="offer_wish"),
    path("offers/<int:pk>/dismiss/", offers.offer_dismiss, name="offer_dismiss"),
    path("found/", mine.finding_form, name="finding_form"),
    path("found/<int:pk>/remove/", mine.finding_remove, name="finding_remove"),
    path("plan/", mine.participation_list, name="participation_list"),
    path("plan/<int:pk>/move/", mine.participation_move, name="participation_move"),
    path("plan/<int:pk>/finish/", mine.participation_finish, name="participation_finish"),
    path("goals/", mine.goal_list, name="goal_list"),
    path("goals/<int:pk>/", mine.goal_change, name="goal_change"),
    path("how-i-learn/", ways.my_way, name="my_way"),
    path("interests/", mine.interest_choose, name="interest_choose"),
    path("record/", records.record_list, name="record_list"),
    path("record/add/", records.record_form, name="record_form"),
    path("record/pdf/", records.record_pdf, name="record_pdf"),
    path("record/csv/", records.record_csv, name="record_csv"),
    path("record/<int:pk>/", records.record_detail, name="record_detail"),
    path("record/<int:pk>/change/", records.record_change, name="record_change"),
    path("record/<int:pk>/remove/", records.record_remove, name="record_remove"),
    path(
        "record/<int:pk>/evidence/<int:file_pk>/",
        records.evidence_download,
        name="evidence_download",
    ),
    path(
        "record/<int:pk>/evidence/<int:file_pk>/remove/",
        records.evidence_remove,
        name="evidence_remove",
    ),
    path("manage/", manage.offer_manage, name="offer_manage"),
    path("manage/add/", manage.offer_add, name="offer_add"),
    path("manage/<int:pk>/", manage.offer_change, name="offer_change"),
    path("manage/<int:pk>/withdraw/", manage.offer_withdraw, name="offer_withdraw"),
    path("manage/import/", imports.offer_import, name="offer_import"),
    path("manage/import/<int:pk>/", imports.offer_import_preview, name="offer_import_preview"),
    path(
        "manage/import/<int:pk>/problems/",
        imports.offer_import_problems,
        name="offer_import_problems",
    ),
    path("manage/import/<int:pk>/start/", imports.offer_import_start, name="offer_import_start"),
    path("manage/import/run/<uuid:uuid>/", imports.offer_import_run, name="offer_import_run"),
]
