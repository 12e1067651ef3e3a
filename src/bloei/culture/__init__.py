"""Pulses, scans and barriers: what helps learning and what hinders it, told in confidence."""
