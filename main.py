"""Start Sounding Board: the window with no arguments, a command with some."""

from desktop.startup import main

if __name__ == "__main__":
    raise SystemExit(main())
