"""What reaches a person: messages, one digest a day, and nudges whose effect is measured against a hold-out group."""
