"""A real Elasticsearch node on 127.0.0.1 for the tests, as a child process that ends with us."""

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from tests.elasticsearch_node.home import NoNode, java, prepared

__all__ = ["ElasticsearchNode", "NoNode"]

_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class ElasticsearchNode:
    """One node over *data*; `start`, `kill` and `stop` may be called again and again."""

    def __init__(self, data: Path, port: int | None = None, heap: str = "512m") -> None:
        self.data, self.heap = data.resolve(), heap
        self.port, self.transport = port or _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = prepared()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the node and wait until it is healthy."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "node.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(), stdin=subprocess.PIPE, stdout=log, stderr=log
            )
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Stop in order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Stop as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()

    def _wait(self, seconds: float = 120) -> None:
        """Until the node says that it is healthy; with the end of its log if it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process and self.process.poll() is None:
            try:
                with _OPEN.open(f"{self.url}/_cluster/health?wait_for_status=yellow") as answer:
                    if not json.load(answer)["timed_out"]:
                        return
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.1)
        raise RuntimeError("no node:\n" + (self.data / "node.log").read_text()[-3000:])

    def _command(self) -> list[str]:
        """Java's command line; C1 alone starts sooner, and nothing here is measured."""
        settings = {
            "path.home": self.home, "path.data": self.data / "data", "path.logs": self.data,
            "node.name": "test", "cluster.name": "offerwatch-tests", "network.host": "127.0.0.1",
            "http.port": self.port, "transport.port": self.transport,
            "discovery.type": "single-node",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }  # fmt: skip
        return [
            str(java() / "bin" / "java"), f"-Xms{self.heap}", f"-Xmx{self.heap}",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
            "-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={self.home / 'classes.jsa'}",
            f"-Des.path.home={self.home}", "-Dio.netty.noUnsafe=true", "-Dlog4j2.disable.jmx=true",
            "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
            "-cp", f"{self.home / 'lib'}/*", "TestNode",
            *(f"{name}={value}" for name, value in settings.items()),
        ]  # fmt: skip
