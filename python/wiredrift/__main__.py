"""The `wiredrift` command: the one Rust command line, in a Python process."""

import signal
import sys

from wiredrift import _native


def main() -> int:
    """Run the command line and return its exit status."""
    # Ctrl-C ends the run at once, as it does in the Rust program; Python's own handler would
    # wait until the native code returns.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["wiredrift", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
