"""Where quotations begin and end: raw text, read without a model."""
