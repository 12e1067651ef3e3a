"""Who may do what with budgets and applications."""

from bloei.foundation.access import Permission
from bloei.people.access import my_part_of_the_tree, my_people, oneself
from bloei.people.roles import Role

SEE_BALANCE = Permission(
    "budgets.see_balance",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.HR: my_part_of_the_tree},
)
SEE_APPLICATION = Permission(
    "budgets.see_application",
    path="person",
    reach={
        Role.EMPLOYEE: oneself,
        Role.MANAGER: my_people,
        Role.HR: my_part_of_the_tree,
        Role.LND: my_part_of_the_tree,
    },
)
# my_people never includes oneself: nobody decides about themselves.
DECIDE_APPLICATION = Permission(
    "budgets.decide_application", path="person", reach={Role.MANAGER: my_people}
)
OWN_APPLICATION = Permission(
    "budgets.own_application", path="person", reach={Role.EMPLOYEE: oneself}
)
# For whom an application may be filed: oneself, or on somebody's behalf.
FILE_FOR = Permission(
    "budgets.file_application_for",
    path="pk",
    reach={Role.EMPLOYEE: oneself, Role.MANAGER: my_people, Role.LND: my_part_of_the_tree},
)
PAY_APPLICATION = Permission(
    "budgets.pay_application",
    path="person",
    reach={Role.HR: my_part_of_the_tree, Role.LND: my_part_of_the_tree},
)
