"""The xAPI store: validation, storage and projection of learning statements."""
