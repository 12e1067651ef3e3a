"""Learning time in the calendars that people have elsewhere."""
