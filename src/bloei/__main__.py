"""Where `./bloei <command>` arrives once its environment is there."""

import sys

from bloei.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
