"""Learning time in the roster, without ever breaking the staffing minimum."""
