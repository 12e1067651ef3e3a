"""Stan works elsewhere and sees nothing of Eva."""

import pytest
from playwright.sync_api import expect

from bloei.budgets.actions import file_application
from bloei.foundation import clock
from bloei.learning.models import Offer

pytestmark = [pytest.mark.browser]


def test_stan_sees_nothing_of_eva(linde, enter, checked):
    application = file_application(
        person=linde.eva,
        offer=Offer.objects.get(title="Taal op B1"),
        price_cents=4_500,
        payer="reimbursed",
        today=clock.today(),
        key="journey",
        by=linde.eva,
    )
    page = enter("stan")
    expect(page.locator("main")).not_to_contain_text("Eva")
    page.goto(f"{linde.site}/search/?q=Eva")
    expect(page.locator("main")).not_to_contain_text("Vries")
    checked(page)
    for path in (f"/budgets/applications/{application.pk}/", f"/people/{linde.eva.pk}/"):
        answer = page.goto(linde.site + path)
        assert answer.status == 404
        checked(page)
    assert page.goto(f"{linde.site}/team/").status == 403
