"""Consultations on the site: their first pages, their lists, their results, what is checked and what binds."""
