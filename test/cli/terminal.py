"""Runs a program in a terminal of its own and does as it is told: reads a JSON request from
standard input, writes a JSON answer. A step waits for a text, then types, resizes or signals."""
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

request = json.load(sys.stdin)
DEADLINE = time.monotonic() + 60


def resize(columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def modes():
    return termios.tcgetattr(terminal)[3] & (termios.ICANON | termios.ECHO | termios.ISIG)


def read():
    if time.monotonic() > DEADLINE:
        raise SystemExit(f"too late; so far: {said!r}")
    if not select.select([terminal], [], [], 0.1)[0]:
        return b""
    try:
        return os.read(terminal, 65536) or None
    except OSError:
        return None


child, terminal = pty.fork()
if child == 0:
    # Starts when the size is set.
    os.read(0, 1)
    os.execvpe(request["argv"][0], request["argv"], request["env"])
resize(80, 24)
before = modes()
os.write(terminal, b"\n")
said = b""
end = 0
for step in request["steps"]:
    while step["wait"].encode() not in said[end:]:
        chunk = read()
        if chunk is None:
            raise SystemExit(f"ended early, having said {said!r}")
        said += chunk
    end = len(said)
    if "keys" in step:
        os.write(terminal, step["keys"].encode())
    if "size" in step:
        resize(*step["size"])
    if "signal" in step:
        # The stop follows the text, and takes a SIGCONT that is under way with it.
        if step["signal"] == "SIGCONT":
            time.sleep(1)
        os.kill(child, getattr(signal, step["signal"]))
while (chunk := read()) is not None:
    said += chunk
_, status = os.waitpid(child, 0)
print(json.dumps({
    "said": said.decode(errors="replace"),
    "code": os.waitstatus_to_exitcode(status),
    "restored": before == modes(),
}))
