"""From quotations to labels: a fitted model at work."""
