"""The rival, run by an interpreter that has it: harvest-webforum over pages in a JSON file.

Prints the seconds of its own process that the pages took.
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path


def main() -> None:
    """Read each page of the file named by the argument: pairs of an address and its HTML."""
    from harvest import extract_data

    pages = json.loads(Path(sys.argv[1]).read_text())
    began = time.process_time()
    for address, text in pages:
        with suppress(AttributeError, IndexError, TypeError, ValueError, ZeroDivisionError):
            extract_data(text, address)  # a page it cannot read is counted all the same
    print(time.process_time() - began)


if __name__ == "__main__":
    main()
