"""Word lists as data and their loaders: cues, roles, names, institutions; and odd characters."""
