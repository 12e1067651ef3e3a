"""What reaches a person: messages, a digest a day, nudges measured against a hold-out group."""
