"""Finds who is quoted saying what in a news article, and labels what those words do."""
