"""Consultations: a questionnaire in Markdown, answered on line, on paper, by telephone; its results."""
