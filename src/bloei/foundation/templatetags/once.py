"""Tags of Django that give the same over and over: here they are looked up once.

They are there in every template, under the names that Django gives them.
"""

from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.defaulttags import CsrfTokenNode, URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.i18n import do_block_translate as django_blocktranslate
from django.templatetags.i18n import do_translate as django_translate
from django.urls import NoReverseMatch
from django.utils.translation import trans_real

from bloei.foundation.addresses import address_of

register = template.Library()


@register.tag("translate")
def do_translate(parser: Parser, token: Token) -> Node:
    """`{% translate "Today" %}`: a text that is always the same is looked up once per process."""
    node = django_translate(parser, token)
    found = node.filter_expression
    varies = found.var.literal is None or found.filters or node.message_context or node.noop
    return node if varies else Text(node)


class Text(Node):
    """A text of the house, with what it is in each catalogue that was asked for it."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode):
        self.asvar, node.asvar = node.asvar, None
        self.node = node
        self.known: dict[Any, str] = {}

    def render(self, context):
        catalogue = trans_real.catalog()
        if catalogue not in self.known:
            self.known[catalogue] = self.node.render(context)
        if self.asvar is None:
            return self.known[catalogue]
        context[self.asvar] = self.known[catalogue]
        return ""


@register.tag("blocktranslate")
def do_blocktranslate(parser: Parser, token: Token) -> Node:
    """`{% blocktranslate %}...{% endblocktranslate %}`: what is to be translated is read once."""
    return Sentence(**vars(django_blocktranslate(parser, token)))


class Sentence(BlockTranslateNode):
    """A sentence with gaps: Django puts it together from its parts at every drawing."""

    def __init__(self, **parts):
        super().__init__(**parts)
        read = super().render_token_list
        self.known = {id(part): read(part) for part in (self.singular, self.plural) if part}

    def render_token_list(self, tokens):
        sentence, gaps = self.known[id(tokens)]
        return sentence, [*gaps]  # which the caller makes longer


@register.tag("csrf_token")
def do_csrf_token(_parser: Parser, _token: Token) -> Node:
    """`{% csrf_token %}`: all forms of an answer hold the same hidden token, drawn once."""
    return HiddenToken()


class HiddenToken(CsrfTokenNode):
    """The hidden token of a form; it is another for every answer."""

    def render(self, context):
        request = context.get("request")
        if request is None:
            return super().render(context)
        if "_hidden_token" not in request.__dict__:
            request.__dict__["_hidden_token"] = super().render(context)
        return request.__dict__["_hidden_token"]


@register.tag("url")
def do_url(parser: Parser, token: Token) -> Node:
    """`{% url "home:today" %}`, `{% url "room:thing" thing.pk %}`: looked up once per process."""
    node = django_url(parser, token)
    plain = isinstance(node.view_name.var, str) and not node.view_name.filters
    if not plain or len(node.args) > 1 or node.kwargs:
        return node
    return Address(node.view_name, node.args, {}, node.asvar)


class Address(URLNode):
    """The address of a page without arguments, or about one numbered thing."""

    def render(self, context):
        number = self.args[0].resolve(context) if self.args else None
        if self.args and type(number) is not int:
            return super().render(context)
        try:
            url = address_of(self.view_name.var, number)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar is None:
            return url
        context[self.asvar] = url
        return ""
