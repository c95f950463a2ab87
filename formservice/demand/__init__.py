"""The demand the agenda shows, and the proof of who was served: read from the store, counted, told in sentences."""
