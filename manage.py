#!/usr/bin/env python
"""Django's command line for Solidus."""

import os
import sys


def main() -> None:
    """Run a management command with the development settings unless told otherwise."""
    os.umask(0o077)  # what it writes is its user's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
