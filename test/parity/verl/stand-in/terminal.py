"""Runs a command on a terminal, as a person would: `terminal.py SCRIPT COMMAND...`, SCRIPT a JSON list of [what to wait for, what to type].

Prints what the terminal showed, and ends as the command does.
"""

import json
import os
import pty
import sys

script, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown = unread = b""
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    shown, unread = shown + part, unread + part
    if script and script[0][0].encode() in unread:
        os.write(terminal, script.pop(0)[1].encode())
        unread = b""
print(shown.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
