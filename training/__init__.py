"""Turns the labelled quotations of this folder into the models of ``models/``."""
