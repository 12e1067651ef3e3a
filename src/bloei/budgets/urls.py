"""Addresses of budgets and applications."""

from django.urls import path

from bloei.budgets.views import (
    applications,
    applying,
    assigning,
    balances,
    converting,
    deciding,
    mine,
    payroll,
    schemes,
    teams,
)

app_name = "budgets"
urlpatterns = [
    path("", mine.my_budget, name="my_budget"),
    path("rule/<slug:name>/", mine.scheme_read, name="scheme_read"),
    path("convert/<slug:name>/", converting.budget_convert, name="budget_convert"),
    path("apply/<int:offer_pk>/", applying.application_form, name="application_form"),
    path("applications/<int:pk>/", applications.application_detail, name="application_detail"),
    path(
        "applications/<int:pk>/decide/", applications.application_decide, name="application_decide"
    ),
    path("applications/<int:pk>/undo/", applications.application_undo, name="application_undo"),
    path(
        "applications/<int:pk>/withdraw/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path(
        "applications/<int:pk>/cancel/", applications.application_cancel, name="application_cancel"
    ),
    path(
        "applications/<int:pk>/top-up/", applications.application_top_up, name="application_top_up"
    ),
    path("applications/<int:pk>/pay/", applications.application_pay, name="application_pay"),
    path("applications/<int:pk>/proof/", applications.proof_add, name="proof_add"),
    path(
        "applications/<int:pk>/proof/<int:proof_pk>/",
        applications.proof_download,
        name="proof_download",
    ),
    path("decisions/", deciding.decision_list, name="decision_list"),
    path("payments/", deciding.payment_list, name="payment_list"),
    path("payments/export/", payroll.payment_export, name="payment_export"),
    path(
        "payments/export/download/",
        payroll.payment_export_download,
        name="payment_export_download",
    ),
    path("schemes/", schemes.scheme_list, name="scheme_list"),
    path("schemes/new/", schemes.scheme_new, name="scheme_new"),
    path("schemes/preview/", schemes.scheme_preview, name="scheme_preview"),
    path("schemes/<slug:name>/", schemes.scheme_detail, name="scheme_detail"),
    path("schemes/<slug:name>/change/", schemes.scheme_change, name="scheme_change"),
    path("schemes/<slug:name>/assign/", assigning.scheme_assign, name="scheme_assign"),
    path("schemes/<slug:name>/correct/", schemes.scheme_correct, name="scheme_correct"),
    path(
        "schemes/<slug:name>/versions/<int:pk>/confirm/",
        schemes.version_confirm,
        name="version_confirm",
    ),
    path(
        "schemes/<slug:name>/assignments/<int:pk>/end/",
        assigning.assignment_end,
        name="assignment_end",
    ),
    path("balances/", balances.balance_overview, name="balance_overview"),
    path("balances/lapses/", balances.lapse_calendar, name="lapse_calendar"),
    path("balances/open/", balances.opening_form, name="opening_form"),
    path("balances/open/<int:pk>/", balances.opening_preview, name="opening_preview"),
    path("balances/open/<int:pk>/confirm/", balances.opening_confirm, name="opening_confirm"),
    path("runs/", balances.run_list, name="run_list"),
    path("runs/<uuid:uuid>/", balances.run_detail, name="run_detail"),
    path("teams/", teams.team_budget_list, name="team_budget_list"),
    path("teams/new/", teams.team_budget_new, name="team_budget_new"),
    path("teams/<int:pk>/", teams.team_budget_detail, name="team_budget_detail"),
    path("teams/<int:pk>/change/", teams.team_budget_change, name="team_budget_change"),
    path("teams/<int:pk>/transfer/", teams.team_budget_transfer, name="team_budget_transfer"),
]
