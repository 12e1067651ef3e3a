"""Files that people write: read strictly, all mistakes told at once. Standard library only."""
