"""``python -m headway`` is the command ``headway``."""

from .cli import main

main()
