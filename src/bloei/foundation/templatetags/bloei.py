"""Filters and tags that every page of Bloei may use; loaded everywhere."""

from functools import lru_cache

from django import template
from django.template.base import Node, Parser, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join

from bloei.foundation import clock, money, navigation, offline, ui, wording
from bloei.foundation.icons import icon as drawn_icon
from bloei.foundation.language import on_screen

register = template.Library()


def _empty(value) -> bool:
    return value is None or value == ""


@register.filter
def euros(cents):
    """`{{ 118000|euros }}` is "€ 1.180"."""
    return "" if _empty(cents) else money.euros(int(cents), on_screen())


@register.filter
def hours(minutes):
    """`{{ 210|hours }}` is "3,5 uur"."""
    return "" if _empty(minutes) else money.hours(int(minutes), on_screen())


@register.filter
def number(value, decimals=None):
    """`{{ 1180|number }}` is "1.180", `{{ 2|number:1 }}` is "2,0"."""
    return "" if _empty(value) else wording.number(value, on_screen(), decimals)


@register.filter
def signed(value, decimals=None):
    """`{{ 13.5|signed:1 }}` is "+13,5"."""
    return "" if _empty(value) else wording.signed(value, on_screen(), decimals)


@register.filter
def percent(share, decimals=0):
    """`{{ 0.224|percent:1 }}` is "22,4 %"."""
    return "" if _empty(share) else wording.percent(share, on_screen(), decimals)


@register.filter
def long_date(day):
    """`{{ day|long_date }}` is "23 november 2026"."""
    return "" if _empty(day) else wording.long_date(_day(day), on_screen())


@register.filter
def short_date(day):
    """`{{ day|short_date }}` is "23 nov"; with the year when it is not this year."""
    return "" if _empty(day) else wording.short_date(_day(day), on_screen(), clock.today())


@register.filter
def weekday(day):
    """`{{ day|weekday }}` is "maandag 23 november"."""
    return "" if _empty(day) else wording.weekday(_day(day), on_screen())


@register.filter
def short_weekday(day):
    """`{{ day|short_weekday }}` is "vr 27 nov"; with the year when it is not this year."""
    if _empty(day):
        return ""
    return wording.short_weekday(_day(day), on_screen(), clock.today())


@register.filter
def clock_time(moment):
    """`{{ moment|clock_time }}` is "11.00 uur"."""
    return "" if _empty(moment) else wording.clock_time(timezone.localtime(moment), on_screen())


@register.filter
def clock_span(start, end):
    """`{{ start|clock_span:end }}` is "10.00 – 10.45 uur"."""
    if _empty(start) or _empty(end):
        return ""
    return wording.clock_span(timezone.localtime(start), timezone.localtime(end), on_screen())


@register.filter
def moment(when):
    """`{{ when|moment }}` is "23 november 2026 om 11.00 uur"."""
    return "" if _empty(when) else wording.moment(timezone.localtime(when), on_screen())


@register.filter
def device_mark(request):
    """`{{ request|device_mark }}` marks what this device keeps for its owner; "" keeps nothing."""
    return offline.mark(request)


@register.filter
def initials(name):
    """`{{ name|initials }}` is "EV"."""
    return wording.initials(str(name))


@register.simple_tag
def icon(name, variant=""):
    """`{% icon "calendar" %}` draws an icon beside words; `"icon--l"` makes it larger."""
    return drawn_icon(name, variant)


@register.simple_tag
def length_options(minutes):
    """`{% length_options block.shorter %}` draws the options of a choice between lengths."""
    return _length_options(on_screen(), *minutes)


@lru_cache(maxsize=1024)
def _length_options(language, *minutes):
    """Keep a drawing: a page offers the same few lengths for many things."""
    lines = ((one, money.hours(one, language)) for one in minutes)
    return format_html_join("", '<option value="{}">{}</option>', lines)


@register.simple_tag
def menu_link(link):
    """`{% menu_link link %}` draws a link of the menu: twice on every page, so it is kept."""
    facts = (link["label"], link["icon"], link["url"], link["current"], link["count"])
    return _menu_link(on_screen(), *facts)


@lru_cache(maxsize=1024)
def _menu_link(_language, label, icon, url, current, count):
    facts = {"label": label, "icon": icon, "url": url, "current": current, "count": count}
    return render_to_string("foundation/_link.html", facts)


@register.simple_tag
def avatar(name="", tone="", icon="", large=False):
    """`{% avatar person %}` draws initials, or an icon; the name itself stands beside it.

    `tone` is leaf, sun, lilac, sky, clay or mist; without one, it goes by the name.
    """
    letters = "" if icon else wording.initials(str(name))
    return _avatar(letters, tone or tone_of(name), icon, large)


@lru_cache(maxsize=4096)
def _avatar(letters, tone, icon, large):
    """Keep a drawing: there are many on a page, and few different ones."""
    facts = {"letters": letters, "tone": tone, "icon": icon, "large": large}
    return render_to_string("ui/avatar.html", facts)


@register.simple_tag(takes_context=True)
def drawn(context, template):
    """`{% drawn "foundation/_me.html" as me %}`: what stands twice on a page is drawn once."""
    return context.template.engine.get_template(template).render(context)


@register.simple_tag(takes_context=True)
def address(context, **changes):
    """`{% address page=2 %}` is the query of this page with a change; empty removes a part."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if _empty(value):
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def pages(page):
    """`{% pages page as numbers %}` lists the page numbers, with None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    gap = page.paginator.ELLIPSIS
    return [None if one == gap else one for one in shown]


@register.simple_tag
def widget(field, **attributes):
    """`{% widget field %}` draws the input of a form field with the classes of the house."""
    return ui.widget(field, attributes)


@register.filter
def kind(field):
    """`{{ field|kind }}` says how a form field is drawn: text, cards, check, switch, ..."""
    return ui.kind(field)


@register.filter
def may_stay_empty(field):
    """`{{ field|may_stay_empty }}` tells whether "optional" stands behind the label."""
    return ui.may_stay_empty(field)


@register.tag("ui")
def do_ui(parser: Parser, token: Token) -> Node:
    """`{% ui "card" title=title %} ... {% endui %}`: a component around what stands inside.

    The template `ui/<name>.html` gets the parameters, and the inside as `content`.
    """
    _tag, name, *rest = token.split_contents()
    parameters = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"ui takes a name and name=value, not {rest[0]}.")
    inside = parser.parse(("endui",))
    parser.delete_first_token()
    return Component(parser.compile_filter(name), parameters, inside)


class Component(Node):
    """A component with something inside."""

    def __init__(self, name, parameters, inside):
        self.name, self.parameters, self.nodelist = name, parameters, inside

    def render(self, context):
        found = context.template.engine.get_template(f"ui/{self.name.resolve(context)}.html")
        values = {name: value.resolve(context) for name, value in self.parameters.items()}
        content = self.nodelist.render(context)
        # Nothing else of the page leaks in: a `title` of the page is not the title of a card.
        kept = {name: context[name] for name in ("request", "csrf_token") if name in context}
        return found.render(context.new(Parameters({**kept, **values, "content": content})))


class Parameters(dict):
    """What a component is given; the rest is empty, for a name sought in vain costs 20 µs."""

    def __contains__(self, name):
        return name not in CONSTANTS

    def __missing__(self, name):
        return ""


CONSTANTS = frozenset({"True", "False", "None"})  # which Django keeps among the names


def _day(value):
    """Take the local day of a moment; a day stays what it is."""
    return timezone.localtime(value).date() if hasattr(value, "hour") else value


@register.filter
def in_groups(menu):
    """`{% for group in menu|in_groups %}` has `name`, `label` and `links`."""
    return navigation.in_groups(menu)


@register.filter
def tabs_of(menu, path):
    """`{{ menu|tabs_of:request.path }}` are the tabs of a page, where it has some."""
    return navigation.tabs_of(menu, path)


@register.filter
def bottom_bar(menu):
    """Return the at most five links of the phone's bottom bar."""
    return [link for link in menu if link["bottom_bar"]][:5]


def tone_of(name):
    """Return the colour of somebody's avatar: always the same for the same name."""
    tones = ("leaf", "sun", "lilac", "sky", "clay", "mist")
    return tones[sum(str(name).encode()) % len(tones)]


@register.filter
def field_error_count(form):
    """Return how many messages stand at fields that one can see."""
    return sum(len(field.errors) for field in form.visible_fields())


@register.filter
def run_share(run):
    """Return how far a run is, as a share of one."""
    return min(run.done / run.total, 1) if run.total else 0
