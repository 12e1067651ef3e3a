"""Addresses of this room."""

from django.urls import path

from bloei.people.views import entrance, invitations, mine, people, privacy, roles, units

app_name = "people"
urlpatterns = [
    path("", people.person_list, name="person_list"),
    path("new/", people.person_add, name="person_add"),
    path("<int:pk>/", people.person_detail, name="person_detail"),
    path("<int:pk>/terms/<int:employment>/", people.employment_change, name="employment_change"),
    path("<int:pk>/end/<int:employment>/", people.employment_end, name="employment_end"),
    path("<int:pk>/invite/", invitations.person_invite, name="person_invite"),
    path("<int:pk>/letter/", invitations.person_letter, name="person_letter"),
    path("<int:pk>/deputy/", people.deputy_of, name="deputy_of"),
    path("<int:pk>/erase/", people.person_erase, name="person_erase"),
    path("units/", units.unit_list, name="unit_list"),
    path("units/new/", units.unit_add, name="unit_add"),
    path("units/<int:pk>/", units.unit_detail, name="unit_detail"),
    path("units/<int:pk>/name/", units.unit_rename, name="unit_rename"),
    path("units/<int:pk>/move/", units.unit_move, name="unit_move"),
    path("units/<int:pk>/close/", units.unit_close, name="unit_close"),
    path("units/<int:pk>/leader/", units.unit_lead, name="unit_lead"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/new/", roles.role_grant, name="role_grant"),
    path("roles/<int:pk>/end/", roles.role_revoke, name="role_revoke"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/send/", invitations.invitation_send, name="invitation_send"),
    path("invitations/run/<uuid:uuid>/", invitations.invitation_run, name="invitation_run"),
    path("invitations/letters/", invitations.letter_batch, name="letter_batch"),
    path("me/", mine.my_details, name="my_details"),
    path("me/deputy/", mine.deputy_add, name="deputy_add"),
    path("me/deputy/<int:pk>/end/", mine.deputy_end, name="deputy_end"),
    path("me/export/", mine.my_export, name="my_export"),
    path("me/seen/", mine.seen_of_me, name="seen_of_me"),
    path("left/", mine.after_leaving, name="after_leaving"),
    path("privacy/", privacy.privacy_overview, name="privacy_overview"),
    path("letter/", entrance.letter, name="letter"),
    path("welcome/<str:token>/", entrance.choose_password, name="choose_password"),
    path("forgotten/", entrance.forgotten_password, name="forgotten_password"),
    path("demo/", entrance.demo_sign_in, name="demo_sign_in"),
]
