"""Short team challenges and own progress; never a ranking of people."""
