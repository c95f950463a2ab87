"""The static side of participatory budgets: editions, areas, projects, what is checked and what was promised."""
