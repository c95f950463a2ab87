"""Participation: the proposals, the answers and the votes of residents, and the roll that keeps each to their right."""
