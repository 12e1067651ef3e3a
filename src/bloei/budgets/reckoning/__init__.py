"""What the rules come to for people: now, later, or under another rule. Only granting books it."""
