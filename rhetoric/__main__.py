"""``python -m rhetoric``: the command line."""

from rhetoric.cli import main

if __name__ == "__main__":
    main()
