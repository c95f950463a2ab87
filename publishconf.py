"""Settings of the production release."""

import os

from pelicanconf import *  # noqa: F403
from pelicanconf import TOWN

SITEURL = os.environ.get("SITEURL", TOWN["url"])
# The leaflets and forms to print, made by typst (requirements/paper.txt).
PAPER = True
