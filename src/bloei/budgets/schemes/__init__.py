"""Schemes: which rule holds for whom, in words and as text; the rules that ship, as TOML."""
