"""The agenda for calendar programs and for readers of feeds: static files of the build."""
