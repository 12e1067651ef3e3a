"""Doors for machines: the HR file, xAPI, SCIM, badges, feeds and chat."""
