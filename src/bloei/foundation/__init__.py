"""What every room stands on, without one word of the domain: access, audit, events, files, look."""
