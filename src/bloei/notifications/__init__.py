"""What reaches a person: messages, one digest a day, and nudges.

The effect of a nudge is measured against a hold-out group.
"""
