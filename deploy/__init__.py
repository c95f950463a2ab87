"""Releases, the desk server, and what a town's server needs around them."""
