"""Floor 0: small helpers, one subject a module (env, errors, translated, html, log). Knows Django, but no room."""
