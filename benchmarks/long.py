"""Memory and pages a second over a long crawl, the first thousand pages against the last:

python -m benchmarks.long [--pages 15000]
An invented board is generated (`benchmarks.board`) and served by nginx (Debian: nginx-light), so that
the server costs little; the crawl is the whole one: reading, road, rows.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import board

CONF = """
pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; default_type text/html; charset utf-8; map_hash_max_size 65536; map_hash_bucket_size 256;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  map $request_uri $page {{ default none; {pages} }}
  server {{ listen 127.0.0.1:{port}; root {folder}; location / {{ try_files /$page =404; }} }}
}}
"""


def main() -> None:
    """Generate, serve, crawl; one line for each thousand pages, then what matters."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=15000)
    asked = parser.parse_args()
    if not shutil.which("nginx"):
        sys.exit("nginx is not installed; apt-get install nginx-light")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), asked.pages) as address:
        points = crawl(address)
    say(points)


@contextmanager
def served(folder: Path, pages: int) -> Iterator[str]:
    """The generated board behind nginx: its address."""
    folder.chmod(0o755)
    board.write(folder, pages)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    urls = json.loads((folder / "index.json").read_text())["urls"]
    lines = (f'"{url.removeprefix(board.BASE)}" {page["file"]};' for url, page in urls.items())
    conf = folder / "nginx.conf"
    conf.write_text(CONF.format(folder=folder, port=port, pages=" ".join(lines)))
    command = ["nginx", "-p", str(folder), "-c", str(conf), "-g", "daemon off;"]
    with subprocess.Popen(command) as nginx:
        try:
            time.sleep(1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            nginx.terminate()


def crawl(address: str) -> list[dict[str, float]]:
    """The crawl in a process of its own: what it wrote down after each thousand pages."""
    command = [sys.executable, "-m", "benchmarks.crawl_whole", address]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    found: list[dict[str, float]] = said["points"]
    return found


def say(points: list[dict[str, float]]) -> None:
    """The table, the ratio of the last thousand to the first whole one, the peak."""
    rates = []
    for one, next_ in pairwise(points):
        rates.append((next_["pages"] - one["pages"]) / (next_["at"] - one["at"]))
        print(f"{next_['pages']:6.0f} pages: {rates[-1]:5.1f} pages/s, {next_['rss_mb']:4.0f} MB")
    peak = max(one["rss_mb"] for one in points)
    print(f"last thousand to first: {rates[-1] / rates[0]:.2f} of its pages/s; peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
