"""Bloei: time, money, company and courage to learn, on one record."""
