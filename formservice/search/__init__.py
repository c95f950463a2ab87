"""The search of the whole site, without JavaScript: words, spelling, the index of a release, its page."""
