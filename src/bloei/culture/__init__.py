"""Pulses, scans and barriers: what helps learning and what stands in its way, told in confidence."""
