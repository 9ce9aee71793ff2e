"""One utterance over many outlets."""
