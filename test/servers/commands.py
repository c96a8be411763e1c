"""What the tests and a server that they started say to each other, in lines of text."""

import os
import sys
import threading


def obey(commands):
    """Runs the command of each line that comes in. When no more can come the test is gone, and the server goes too."""

    def read():
        for line in sys.stdin:
            commands[line.strip()]()
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()


def announce(port):
    print(port, flush=True)
