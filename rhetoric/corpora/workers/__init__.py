"""Processes that read articles, on this machine or on a cluster."""
