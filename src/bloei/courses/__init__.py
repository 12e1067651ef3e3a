"""Courses, editions, packages and what a learner did in them."""
