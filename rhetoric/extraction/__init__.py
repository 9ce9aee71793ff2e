"""From the text of an article to its quotations, each with its speaker."""
