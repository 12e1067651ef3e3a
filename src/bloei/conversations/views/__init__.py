"""The pages of conversations: each fetches through the two, and notes that somebody looked."""
