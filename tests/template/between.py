"""A proxy between the functions and a service of MiniStack. It may delay a request, lose it or send
it twice."""

import http.client
import http.server
import socket
import threading
import time


class Between:
    """A running proxy. `fault(number)`, for requests numbered from 0, is `None`, `"lost"`,
    `"twice"`, or the seconds that an answer takes."""

    def __init__(self):
        self.fault = lambda number: None
        self.to, self.asked = None, []
        self.lock = threading.Lock()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def begin(self, fault=lambda number: None):
        """Counts requests from 0 again, with these faults."""
        with self.lock:
            self.fault, self.asked = fault, []

    def met(self, asked):
        """The fault of a request."""
        with self.lock:
            self.asked.append(asked)
            return self.fault(len(self.asked) - 1)


def handler_of(between):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            fault = between.met((self.command, self.path, self.headers.get("Range")))
            if fault == "lost":
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if fault == "twice":
                forwarded(between.to, self.command, self.path, self.headers, body)
            elif fault:
                time.sleep(fault)
            status, headers, body = forwarded(
                between.to, self.command, self.path, self.headers, body
            )
            try:
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in {"connection", "content-length", "transfer-encoding"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                # The function was killed, or no longer waits for the answer.
                self.close_connection = True

        do_GET = do_POST = handle_one

        def log_message(self, *_):
            pass

    return Handler


def forwarded(to, method, path, headers, body):
    """Status, headers and body of the service's answer."""
    connection = http.client.HTTPConnection(to, timeout=30)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(body or None)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()
