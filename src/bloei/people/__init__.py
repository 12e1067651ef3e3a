"""Who works here, in which unit, under whom, in which role, on any date; and how they sign in."""
