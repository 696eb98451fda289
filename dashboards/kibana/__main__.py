"""`python -m dashboards.kibana` writes offerwatch.ndjson anew; run it after the mapping changed."""

from dashboards.kibana import FILE, render

FILE.write_bytes(render())
