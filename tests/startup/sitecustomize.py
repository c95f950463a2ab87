"""Python reads this first in each process of a service under test: the first to compile a template does it for all."""

import os

from jinja2 import FileSystemBytecodeCache

from formservice import theme

theme.OPTIONS["bytecode_cache"] = FileSystemBytecodeCache(os.environ["TEMPLATES_COMPILED"])
