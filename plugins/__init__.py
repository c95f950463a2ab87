"""What this project adds to Pelican: strict front matter, the catalogue, the agenda's pages."""
