"""The resource centre: consulting, borrowing, asking a research question."""
