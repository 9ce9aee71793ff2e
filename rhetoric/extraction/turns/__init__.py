"""Turns of speech without quotation marks: transcripts, interviews in Q and A, briefings."""
