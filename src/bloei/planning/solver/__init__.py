"""Plans learning blocks so that no staffing minimum is broken (docs/formats.md 2). Pure."""
