"""Pages about budgets: find what this person may see, call one action, show a page."""
