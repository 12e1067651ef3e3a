"""What every room stands on, without one word of the domain: access, audit, actions, clock, events, jobs, files, money, panels, privacy, look."""
