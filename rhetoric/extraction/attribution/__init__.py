"""Who said it: rules over the parsed narration, the quotation's own sentence first."""
