"""The vote of a participatory budget: one right each, a sealed box, the same rules on line and on paper."""
