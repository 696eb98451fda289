"""Opening the database: many processes may make it together."""

import subprocess
import sys

OPEN = (
    "import sys; from index.rows import Rows; r = Rows(sys.argv[1]); print(r.last_seq()); r.close()"
)


def test_six_processes_make_one_new_file_together(tmp_path):
    for n in range(3):
        command = [sys.executable, "-c", OPEN, f"sqlite:///{tmp_path / f'{n}.db'}"]
        pipe = subprocess.PIPE
        started = [subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) for _ in range(6)]
        said = [process.communicate(timeout=90) for process in started]
        assert [out.strip() for out, _ in said] == ["0"] * 6, said
