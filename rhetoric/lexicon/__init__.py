"""Word lists as data and their loaders: cues, roles, names, institutions."""
