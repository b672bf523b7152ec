"""Says for each line of stdin, `key message signature` in hexadecimal, whether the signature holds."""

import sys

sys.path.insert(0, "src/verifier-python")
from verify_ledger import signature_holds  # noqa: E402

for line in sys.stdin:
    key, message, signature = (bytes.fromhex(word) for word in line.rstrip("\n").split(" "))
    print("holds" if signature_holds(key, message, signature) else "does not hold")
