"""What people fill in about budgets."""
