"""Child process: prints as JSON what ExifTool finds in one file.

Runs with the limits of `console.limited_process`, which hold for ExifTool too. The file's name is
one that was made for it: ExifTool takes its arguments line by line, and a name may hold anything.
"""

import json
import sys

from exiftool import ExifToolHelper


def main() -> None:
    """Print the tags of the file that is the only argument."""
    with ExifToolHelper() as tool:
        print(json.dumps(tool.get_metadata([sys.argv[1]])[0]))  # noqa: T201


if __name__ == "__main__":
    main()
