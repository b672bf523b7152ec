"""Runs the verifier for each line of stdin, a JSON list of its arguments, and prints its exit code and what it says."""

import contextlib
import io
import json
import sys

sys.path.insert(0, "src/verifier-python")
import verify_ledger  # noqa: E402

for line in sys.stdin:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = verify_ledger.main(json.loads(line))
    print(json.dumps([code, said.getvalue().rstrip("\n")]), flush=True)
