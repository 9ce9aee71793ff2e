"""From a mention to the person: one person, one name in an article."""
