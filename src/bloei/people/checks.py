"""What must be right before Bloei starts: no way in that belongs to the demo only."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def one_click_only_in_the_demo(app_configs, **_options):
    """The demo lets anybody in with one click: never on an address that others can reach."""
    problems = []
    if (settings.MODE == "demo") != settings.DEMO:
        problems.append(
            Error(
                "One-click sign-in is on outside the demo.",
                hint="BLOEI_MODE=demo is the only way to switch it on.",
                id="people.E001",
            )
        )
    if settings.DEMO and settings.SECURE:
        problems.append(
            Error(
                "The demo lets everybody in, so it does not run on an https address.",
                hint="Set BLOEI_MODE=production for a real organisation.",
                id="people.E002",
            )
        )
    return problems
