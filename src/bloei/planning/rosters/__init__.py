"""Who is at work when: patterns, real shifts, files, holidays, and the limits of the law."""
