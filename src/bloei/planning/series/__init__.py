"""Moments that come back: whom they are for, the coming times, and who learns when."""
