"""Two people, or a team, talk about learning; what they say stays between them."""
