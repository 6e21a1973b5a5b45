"""A double of a domain of OpenSearch Service and its Dashboards, over TLS on 127.0.0.1.

It stores what it receives and returns it in OpenSearch's format. The domains of MiniStack have no
data plane, but MiniStack returns a configured address for them: this one's.
"""

import datetime
import http.server
import ipaddress
import json
import pathlib
import re
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

POLICIES = "/_plugins/_ism/policies/"


class Double:
    """A running double. Others trust it by the file `certificate`."""

    def __init__(self, folder):
        self.kept, self.asked, self.refused = {}, [], {}
        # Called before a client learns that the domain is up. It does what the service has done by
        # then.
        self.on_wait = lambda: None
        self.certificate = make_certificate(pathlib.Path(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def writes(self):
        """Requests that change something."""
        return [
            name for name in self.asked
            if not name.startswith("GET ") and not name.endswith("/_bulk_get")
        ]

    def answer(self, method, path, body):
        """Status and body of the answer."""
        self.asked.append(f"{method} {path}")
        path, _, query = path.partition("?")
        if f"{method} {path}" in self.refused:
            return 400, {"error": {"reason": self.refused[f"{method} {path}"]}}
        if (method, path) == ("GET", "/"):
            self.on_wait()
            return 200, {"version": {"distribution": "opensearch", "number": "2.19.0"}}
        if path.startswith("/_dashboards/api/saved_objects/"):
            return 200, self.dashboards(path, body)
        if method == "POST":
            return 200, {"updated_indices": 0, "failures": False}
        if method == "PUT":
            wanted = (
                "if_seq_no=1&if_primary_term=1" if path in self.kept and path.startswith(POLICIES)
                else ""
            )
            if query != wanted:
                return 409, {"error": {"reason": "version conflict"}}
            self.kept[path] = json.loads(body)
            return 200, {"acknowledged": True}
        return self.current(path)

    def current(self, path):
        name = path.rsplit("/", 1)[1]
        # The cluster's own roles.
        if path.endswith(
            ("/roles/all_access", "/roles/security_manager", "/roles/opensearch_dashboards_user")
        ):
            return 200, {name: {"static": True}}
        if path not in self.kept:
            return 404, {"status": "NOT_FOUND", "message": f"{path} not found."}
        if path.startswith("/_index_template/"):
            return 200, {"index_templates": [{"name": name, "index_template": self.kept[path]}]}
        if path.startswith(POLICIES):
            return 200, {
                "_id": name, "_seq_no": 1, "_primary_term": 1, "policy": self.kept[path]["policy"],
            }
        return 200, {name: self.kept[path]}

    def dashboards(self, path, body):
        if path.endswith("/_bulk_get"):
            keys = [(key["type"], key["id"]) for key in json.loads(body)]
            return {
                "saved_objects": [
                    self.kept.get(key, {"type": key[0], "id": key[1], "error": {"statusCode": 404}})
                    for key in keys
                ]
            }
        # The body is a form with one file. The lines of the file are the objects.
        objects = [json.loads(line) for line in re.findall(rb"^\{.*\}\r?$", body, re.M)]
        self.kept.update({(found["type"], found["id"]): found for found in objects})
        return {"success": True, "successCount": len(objects)}


def handler_of(double):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def reply(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            # A request must be signed for this service. The domain refuses any other request.
            signed = "/us-east-1/es/aws4_request" in self.headers.get("authorization", "")
            status, answer = (
                double.answer(self.command, self.path, body) if signed
                else (403, {"Message": "who are you?"})
            )
            payload = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_PUT = do_POST = do_DELETE = reply  # noqa: N815

        def log_message(self, *_):
            pass

    return Handler


def make_certificate(folder):
    """A file with a key and its certificate for 127.0.0.1."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "double")]),
    )
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "double.pem"
    plain = (
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(
        key.private_bytes(*plain) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
