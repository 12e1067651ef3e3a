"""A mail server on loopback that misbehaves on request, for the tests of sending."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

DROP = "drop"  # close the connection without an answer
SILENT = "silent"  # say nothing until the other side gives up


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail, and keeps what it took in `taken`.

    `answers` gives another answer to a command ("MAIL", "RCPT", "DATA", "TEXT" after the whole
    mail, "QUIT"), or to one for an address ("RCPT kim@example.org"): a line, DROP or SILENT.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.connections = 0
        self.after_taking: Callable[[], None] = lambda: None
        self.over = threading.Event()

    @property
    def addresses(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]


class _Talk(socketserver.StreamRequestHandler):
    """One connection, in the words of RFC 5321."""

    @property
    def ours(self) -> MailServer:
        return cast("MailServer", self.server)

    def handle(self) -> None:
        self.ours.connections += 1
        said = self.ours.answers.get("CONNECT", "220 ready")
        while self._say(said):
            line = self.rfile.readline().decode().strip()
            if not line:
                return
            command, _space, rest = line.partition(" ")
            to = rest.partition("<")[2].partition(">")[0]
            said = self._answer(command.upper(), to)
            if command.upper() == "DATA" and said.startswith("354"):
                self._say(said)
                said = self._take()

    def _answer(self, command: str, to: str) -> str:
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(command, "250 ok")
        chosen = self.ours.answers
        return chosen.get(f"{command} {to}", chosen.get(command, usual))

    def _take(self) -> str:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        said = self.ours.answers.get("TEXT", "250 taken")
        if said.startswith("250") or said in (DROP, SILENT):
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            self.ours.taken.append(cast("EmailMessage", mail))
            self.ours.after_taking()
        return said

    def _say(self, line: str) -> bool:
        if line == SILENT:
            self.ours.over.wait(30)
        if line in (DROP, SILENT):
            return False
        self.wfile.write(f"{line}\r\n".encode())
        return not line.startswith("221")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
