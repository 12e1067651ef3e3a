"""Filters and tags that every page of Bloei may use."""

from django import template

register = template.Library()
