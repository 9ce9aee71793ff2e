"""From labelled quotations to a model, its figures and its card."""
