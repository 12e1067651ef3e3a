"""How much: every euro and every minute of learning, granted by a rule, in one ledger."""
