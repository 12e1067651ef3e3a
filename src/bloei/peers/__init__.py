"""Mentors, questions and answers: what people give to each other."""
