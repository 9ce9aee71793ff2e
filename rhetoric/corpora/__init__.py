"""Many articles, read on all cores or a cluster."""
