"""The agenda: workshops, sessions, seats and waiting lists."""
