"""The front door: Today, the team page, search, and what each room shows there."""
