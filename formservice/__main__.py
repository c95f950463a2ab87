"""`python -m formservice …`."""

from formservice.cli import main

main()
