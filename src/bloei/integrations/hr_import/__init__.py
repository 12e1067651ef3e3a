"""The HR file: read, compared with what we know, shown, and only then carried out."""
