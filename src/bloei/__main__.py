"""Where `./bloei <command>` arrives once its environment is there."""

import io
import sys

from bloei.command import main

if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, also where the machine itself keeps to other letters.
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
