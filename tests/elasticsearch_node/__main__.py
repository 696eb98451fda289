"""`python -m tests.elasticsearch_node --port 9200`: a node until Ctrl-C."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from tests.elasticsearch_node import ElasticsearchNode, NoNode


def main() -> int:
    """Run a node in the foreground; its data goes with it unless --data names a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.elasticsearch_node")
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="offerwatch-es-") as folder:
        try:
            with ElasticsearchNode(options.data or Path(folder), options.port) as node:
                print(node.url, flush=True)
                signal.pause()
        except NoNode as error:
            print(f"no Elasticsearch node: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
