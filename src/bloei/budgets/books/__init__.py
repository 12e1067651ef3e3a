"""The books: accounts, and the movements between them of what is granted, promised and paid."""
