"""What goes into the books by the rules: opening balances, grants, lapses, corrections."""
