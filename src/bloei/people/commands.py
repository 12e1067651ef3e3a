"""`./bloei people administrator`: the first person of a new installation lets in the others."""

from django.conf import settings

from bloei.foundation.strict.command_line import CommandLine


def administrator(arguments: list[str]) -> int:
    """Make somebody known as administrator and print a link to choose a password."""
    from django.utils.translation import gettext as _

    from bloei.foundation import clock
    from bloei.foundation.addresses import address_of
    from bloei.people import actions

    asked = _parser().parse_args(arguments)
    token = actions.make_administrator(
        number=asked.number,
        given_name=asked.given_name,
        infix=asked.infix,
        family_name=asked.family_name,
        email=asked.email,
        with_hr=asked.hr,
        today=clock.today(),
    )
    print(settings.URL + address_of("people:choose_password", token))
    print(_("Open this link within 14 days to choose a password. It works once."))
    return 0


def _parser() -> CommandLine:
    parser = CommandLine(prog="bloei people administrator", description=administrator.__doc__)
    parser.add_argument("number", help="personnel number, to sign in with")
    parser.add_argument("given_name")
    parser.add_argument("family_name")
    parser.add_argument("--infix", default="", help="such as: van der")
    parser.add_argument("--email", default="")
    parser.add_argument("--hr", action="store_true", help="also HR, to import the first file")
    return parser


COMMANDS = {"people administrator": administrator}
