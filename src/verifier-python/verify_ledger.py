#!/usr/bin/env python3
"""Checks an auditor's bundle of an efficiency savings ledger, and believes nothing in it.

    python3 verify_ledger.py BUNDLE --key KEY [--checkpoint FILE ...] [--witness KEY ... [--quorum N]]

BUNDLE is the folder that `savings export bundle` wrote. KEY is the log's verifier key, or a file that holds it; it must
have come to you by another way than the bundle. FILE holds a checkpoint that you kept from earlier.

Leaves with 0 where everything holds, with 1 where something does not (the first wrong entry and the reason are told), and
with 2 where it cannot tell: it was called wrongly, or a file is missing, unreadable or too large.

Written from the page of the bytes alone, with nothing but Python's own library, and sharing no code with the program that
wrote the bundle or with the other verifier. Needs Python 3.9 or later.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
from array import array

SMALL_FILE = 1 << 20
LONGEST_ENTRY = 65_535
LONGEST_TOTAL = 1 << 20
MOST_SOURCES = 1_000
MOST_SIGNATURES = 32


class Failed(Exception):
    """Something in the bundle is not as it must be."""

    def __init__(self, reason, seq=None):
        super().__init__(reason)
        self.seq = seq


class CannotTell(Exception):
    """There is not enough to say whether the bundle holds."""


# ---- Ed25519 (RFC 8032), verifying only -------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    """The x of the point with this y, or None where there is no such point."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    return P - x if x & 1 != sign else x


def point_from(encoded):
    """A point in extended coordinates from its 32 bytes, or None."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if y >= P:
        return None
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def encoded_from(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


def added(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiplied(times, point):
    result = (0, 1, 1, 0)
    while times > 0:
        if times & 1:
            result = added(result, point)
        point = added(point, point)
        times >>= 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signature_holds(public_key, message, signature):
    """Whether an Ed25519 signature of 64 bytes over a message is that of a public key of 32 bytes."""
    key = point_from(public_key)
    s = int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % L
    minus_key = (P - key[0], key[1], 1, P - key[3])
    return encoded_from(added(multiplied(s, BASE), multiplied(k, minus_key))) == signature[:32]


# ---- Keys, signed notes, checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ---------------------------

LOG_KEY = 0x01
WITNESS_KEY = 0x04


def strict_base64(text):
    """The bytes of base64 in its one right form, or None."""
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if base64.b64encode(decoded).decode() == text else None


class Key:
    """A verifier key: name+id+base64(type || 32 bytes)."""

    def __init__(self, text):
        # The base64 may hold a plus sign itself, and a name holds none.
        parts = text.split("+", 2)
        data = strict_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[0] not in (LOG_KEY, WITNESS_KEY) or not name_is_right(parts[0]):
            raise ValueError("it is not a verifier key of Ed25519")
        self.text = text
        self.name = parts[0]
        self.type = data[0]
        self.public = data[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        if self.id.hex() != parts[1]:
            raise ValueError("its id is not that of its name and key")


def name_is_right(name):
    return name != "" and not any(letter.isspace() or letter == "+" for letter in name)


class Checkpoint:
    """A signed note of three lines: origin, size, root."""

    def __init__(self, note, what):
        self.what = what
        body, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise Failed(f"{what} is not a signed note")
        self.body = body + "\n"
        lines = body.split("\n")
        if len(lines) != 3 or not re.fullmatch(r"0|[1-9][0-9]{0,14}", lines[1]):
            raise Failed(f"{what} is not a checkpoint of three lines: origin, size and root")
        root = strict_base64(lines[2])
        if root is None or len(root) != 32:
            raise Failed(f"{what} has no root of 32 bytes")
        self.origin, self.size, self.root = lines[0], int(lines[1]), root
        if signatures.count("\n") > MOST_SIGNATURES:
            raise Failed(f"{what} has more than {MOST_SIGNATURES} signatures")
        self.signatures = [self.signature(line) for line in signatures[:-1].split("\n")]

    def signature(self, line):
        """Name, key id and signature bytes of a signature line."""
        parts = line.split(" ")
        data = strict_base64(parts[2]) if len(parts) == 3 else None
        if parts[0] != "\u2014" or data is None or len(data) < 5 or not name_is_right(parts[1]):
            raise Failed(f"{self.what} has a line that is not a signature")
        return parts[1], data[:4], data[4:]

    def signed_by(self, key):
        """Whether a key signed it. A signature that names the key and is not the key's makes the whole note worthless."""
        found = [sig for name, key_id, sig in self.signatures if (name, key_id) == (key.name, key.id)]
        if not all(self.holds(key, signature) for signature in found):
            raise Failed(f"{self.what} has a signature in the name of {key.name} that is not its key's")
        return found != []

    def holds(self, key, signature):
        if key.type == LOG_KEY:
            return len(signature) == 64 and signature_holds(key.public, self.body.encode(), signature)
        time = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {time}\n{self.body}".encode()
        return len(signature) == 72 and signature_holds(key.public, message, signature[8:])


# ---- A policy (C2SP tlog-policy): the log's keys, the witnesses, the quorum -------------------------------------------

MOST_POLICY_LINES = 1_000


class Policy:
    """What the council says its keys are. Its lines must be those of a policy, although the auditor brings his own trust."""

    def __init__(self, content, what):
        self.what = what
        self.logs = []
        self.quorum = None
        self.names = {"none"}
        self.members = {"none"}
        lines = content.split("\n")
        if len(lines) > MOST_POLICY_LINES or not all(self.takes(line) for line in lines):
            raise Failed(f"{what} is not a policy")
        if self.quorum is None:
            raise Failed(f"{what} names no quorum")

    def takes(self, line):
        """Whether a line is one of a policy."""
        word, *rest = [part for part in re.split(r"[ \t]+", line) if part != ""] or ["#"]
        if word.startswith("#"):
            return True
        takers = {"log": self.takes_log, "witness": self.takes_witness, "group": self.takes_group, "quorum": self.takes_quorum}
        return word in takers and takers[word](rest)

    def takes_log(self, words):
        key = policy_key(words[0]) if 1 <= len(words) <= 2 else None
        if key is None or key.type != LOG_KEY or any(key.public == each.public for each in self.logs):
            return False
        self.logs.append(key)
        return True

    def takes_witness(self, words):
        key = policy_key(words[1]) if 2 <= len(words) <= 3 else None
        return key is not None and key.type == WITNESS_KEY and self.is_new(words[0])

    def takes_group(self, words):
        if len(words) < 2:
            return False
        name, count, *members = words
        numbered = int(count) if re.fullmatch(r"[1-9][0-9]{0,3}", count) else 0
        least = {"all": len(members), "any": 1}.get(count, numbered)
        if name in self.names or not 1 <= least <= len(members):
            return False
        for member in members:
            if member not in self.names or member in self.members:
                return False
            self.members.add(member)
        return self.is_new(name)

    def takes_quorum(self, words):
        if len(words) != 1 or words[0] not in self.names or self.quorum is not None:
            return False
        self.quorum = words[0]
        return True

    def is_new(self, name):
        known = name in self.names
        self.names.add(name)
        return not known


def policy_key(given):
    try:
        return Key(given.strip())
    except ValueError:
        return None


# ---- The tree (RFC 6962, section 2.1) --------------------------------------------------------------------------------


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


TILE = 256


class Frontier:
    """The roots of the complete subtrees from the left, the largest first: enough to go on, and to give the root."""

    def __init__(self):
        self.size = 0
        self.subtrees = []

    def append(self, leaf):
        self.subtrees.append(leaf)
        self.size += 1
        size = self.size
        while size % 2 == 0:
            right = self.subtrees.pop()
            self.subtrees.append(node_hash(self.subtrees.pop(), right))
            size //= 2

    def root(self):
        if not self.subtrees:
            return hashlib.sha256(b"").digest()
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = node_hash(left, root)
        return root


# ---- Canonical JSON (RFC 8785) of text, yes or no, nothing, lists and named values -----------------------------------


def refuse_number(text):
    raise ValueError(f"it holds the number {text[:20]}")


def named_values(pairs):
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("it holds a name twice")
    return values


def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{json.dumps(name, ensure_ascii=False)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read_canonical(line):
    """The value that canonical bytes hold. Raises ValueError for any other bytes."""
    text = line.decode("utf-8")
    value = json.loads(
        text,
        parse_int=refuse_number,
        parse_float=refuse_number,
        parse_constant=refuse_number,
        object_pairs_hook=named_values,
    )
    try:
        same = canonical(value).encode("utf-8") == line
    except UnicodeEncodeError as error:
        raise ValueError("it holds half a character") from error
    if not same:
        raise ValueError("it is not in canonical form")
    return value


# ---- Files -----------------------------------------------------------------------------------------------------------


def read_file(path, limit, what=None):
    try:
        with open(path, "rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise CannotTell(f"{what or path} cannot be read: {error.strerror}") from error
    if len(content) > limit:
        raise CannotTell(f"{what or path} is larger than {limit} bytes")
    return content


def read_text(path, what):
    try:
        return read_file(path, SMALL_FILE, what).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failed(f"{what} is not UTF-8") from error


def lines_of(path, longest, what):
    """The lines of a file, each without its end. The last one must have an end as well."""
    try:
        with open(path, "rb") as file:
            while True:
                line = file.readline(longest + 2)
                if not line:
                    return
                if len(line.rstrip(b"\n")) > longest:
                    raise CannotTell(f"{what} has a line of more than {longest} bytes")
                if not line.endswith(b"\n"):
                    raise Failed(f"{what} is cut off: its last line has no end")
                yield line[:-1]
    except OSError as error:
        raise CannotTell(f"{what} cannot be read: {error.strerror}") from error


# ---- Entries ---------------------------------------------------------------------------------------------------------

AMOUNT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", re.ASCII)
YEAR = re.compile(r"[0-9]{4}/[0-9]{2}", re.ASCII)
LARGEST = 1 << 53


def pence(amount):
    """Whole pence of an amount in pounds and pence."""
    if not isinstance(amount, str) or not AMOUNT.fullmatch(amount) or amount == "-0.00":
        raise ValueError("an amount is not in pounds and pence")
    value = int(amount.replace(".", ""))
    if abs(value) >= LARGEST:
        raise ValueError("an amount is beyond what is added exactly")
    return value


def pounds(value):
    digits = str(abs(value)).rjust(3, "0")
    return f"{'-' if value < 0 else ''}{digits[:-2]}.{digits[-2:]}"


class Posting:
    """What a posting says apart from its line and amount. There are few of these, however many postings."""

    def __init__(self, measure, tranche, since, of_class, status, identified):
        self.measure = measure
        self.tranche = tranche
        # `opening` is before every year, and an empty text is before every other text.
        self.since = "" if since == "opening" else since
        self.of_class = of_class
        self.status = status
        self.identified = identified
        self.has_year = tranche not in ("opening", "unphased")


class Ledger:
    """What is kept of the entries: the tree, the postings in columns, and the few facts that the checks need."""

    def __init__(self):
        self.frontier = Frontier()
        self.leaves = bytearray()
        self.shapes = {}
        self.seqs, self.kinds, self.amounts = array("L"), array("L"), array("q")
        self.years = set()
        self.opened = None
        self.rotations = []
        self.adopted = []
        self.reversals = []
        self.files = []
        self.roots = {}

    @property
    def size(self):
        return self.frontier.size

    def append(self, line, wanted_sizes):
        seq = self.size
        try:
            entry = read_canonical(line)
            self.take_in(seq, entry)
        except RecursionError as error:
            raise Failed("it is nested too deep", seq) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Failed(f"it is not a right entry: {in_words(error)}", seq) from error
        leaf = leaf_hash(line)
        self.frontier.append(leaf)
        self.leaves += leaf
        if self.size in wanted_sizes:
            self.roots[self.size] = self.frontier.root()

    def take_in(self, seq, entry):
        if entry["seq"] != str(seq):
            raise ValueError(f"its seq is {entry['seq']!r:.40}")
        facts, kind = entry.get("facts"), entry["kind"]
        if (kind == "LedgerOpened") != (seq == 0):
            raise ValueError("the first entry, and no other, opens the ledger")
        if kind == "LedgerOpened":
            self.opened = text(facts["ledger"]), year(facts["baseYear"])
        elif kind == "KeyRotated":
            self.rotations.append((seq, Key(text(facts["previous"])), Key(text(facts["next"]))))
        elif kind == "DefinitionAdopted":
            self.adopted.append((seq, Definition(facts["definition"])))
        elif kind == "EntryReversed":
            self.reversals.append((seq, [seq_in(facts["entry"])]))
        elif kind == "BatchReversed":
            self.reversals.append((seq, [seq_in(each) for each in facts["entries"]]))
        elif kind == "BatchImported":
            self.files += [(seq, text(file["name"]), text(file["sha256"])) for file in facts["files"]]
        elif kind == "EvidenceAttached":
            self.files.append((seq, text(facts["description"]), text(facts["sha256"])))
        for posting in entry["postings"]:
            self.post(seq, posting)

    def post(self, seq, posting):
        shape = (
            text(posting["measure"]),
            text(posting["tranche"]),
            text(posting["from"]),
            optional(posting["class"]),
            optional(posting["status"]),
            posting["identified"] is True,
        )
        if shape[1] not in ("opening", "unphased"):
            year(shape[1])
        if shape[2] != "opening":
            self.years.add(year(shape[2]))
        self.seqs.append(seq)
        self.kinds.append(self.shapes.setdefault(shape, len(self.shapes)))
        self.amounts.append(pence(posting["amount"]))

    def definitions(self):
        """The built-in ones, then those adopted and not reversed, by seq."""
        gone = set()
        for seq, entries in reversed(self.reversals):
            if seq not in gone:
                gone.update(entries)
        return BUILT_IN + [
            definition
            for seq, definition in self.adopted
            if seq not in gone and not definition.spread
        ]


def text(value):
    if not isinstance(value, str):
        raise ValueError("a text is missing")
    return value


def optional(value):
    return None if value is None else text(value)


def seq_in(value):
    if not re.fullmatch(r"0|[1-9][0-9]{0,14}", text(value)):
        raise ValueError(f"{value[:20]!r} is not a seq")
    return int(value)


def year(value):
    if not YEAR.fullmatch(text(value)):
        raise ValueError(f"{value[:20]!r} is not a financial year")
    return value


def in_words(error):
    return f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)[:200]


# ---- What counts -----------------------------------------------------------------------------------------------------

STATUSES = ["claimed", "verified", "certified"]
CLOCK_YEARS = 2


class Definition:
    """What counts towards the target. It is data: adopted by an entry, or built in."""

    def __init__(self, facts):
        self.name = text(facts["name"])
        self.classes = [text(each) for each in facts["classes"]]
        self.carry_forward = [text(each) for each in facts["carryForward"]]
        self.at_deadline = facts["unphased"] == "at the deadline"
        self.net = facts["net"] is True
        self.since = optional(facts["since"])
        self.least = STATUSES.index(facts.get("status") or "claimed")
        self.sustained_only = facts.get("sustainedOnly") is True
        self.one_off = facts.get("oneOff") == "in its year"
        self.spread = facts.get("oneOff") == "spread"

    def takes_class(self, posting):
        return posting.of_class in self.classes

    def counts(self, posting, by):
        if not self.takes_class(posting):
            return False
        if posting.tranche == "opening":
            return posting.of_class in self.carry_forward
        if posting.tranche == "unphased":
            return self.at_deadline and posting.since == by
        if self.sustained_only and int(by[:4]) < int(posting.tranche[:4]) + CLOCK_YEARS:
            return False
        return posting.since <= by and (self.since is None or posting.tranche >= self.since)

    def plans(self, posting, by):
        return posting.measure == "plan" and self.counts(posting, by)

    def achieves(self, posting, by):
        if posting.status not in STATUSES or STATUSES.index(posting.status) < self.least or not self.counts(posting, by):
            return False
        if posting.measure == "cost":
            return self.net
        if posting.measure == "one-off cost":
            return self.one_off and posting.tranche == by
        return posting.measure == "achieved"


BOTH = ["cashable", "non-cashable"]
BUILT_IN = [
    Definition(
        {"name": name, "classes": classes, "carryForward": classes, "unphased": unphased, "net": True, "since": since}
    )
    for name, classes, unphased, since in (
        ("published", BOTH, "at the deadline", None),
        ("phased", BOTH, "never", None),
        ("ni179", ["cashable"], "never", "2008/09"),
    )
]

FIGURES = [
    "target",
    "plan",
    "carriedForward",
    "fullYearEffects",
    "level",
    "newInYear",
    "unphased",
    "identified",
    "unidentified",
    "forecast",
    "budgetContribution",
    "gap",
    "achieved",
    "achieved.claimed",
    "achieved.verified",
    "achieved.certified",
    "achieved.gross",
    "achieved.ongoingCost",
    "outstanding",
    "oneOffCost",
    "excludedCost",
    "oneOffCover",
    "partnershipTarget",
]


def weights_of(posting, definition, by, base_year):
    """How a posting counts in each figure: 1, -1, or 0 where it is not named."""
    plans = definition.plans(posting, by)
    achieves = definition.achieves(posting, by)
    counts = definition.counts(posting, by)
    measure, tranche = posting.measure, posting.tranche
    running = definition.takes_class(posting) and posting.since <= by
    is_target = measure == "target"
    weights = {
        "target": is_target,
        "plan": plans,
        "carriedForward": plans and tranche == "opening",
        "fullYearEffects": plans and posting.has_year and tranche <= base_year,
        "level": plans and posting.has_year and tranche > base_year,
        "newInYear": plans and tranche == by,
        "unphased": measure == "plan" and tranche == "unphased" and definition.takes_class(posting),
        "identified": plans and posting.identified,
        "unidentified": plans and not posting.identified,
        "forecast": measure == "forecast" and running,
        "budgetContribution": measure == "budget contribution" and running,
        "gap": 1 if is_target else -1 if plans else 0,
        "achieved": achieves,
        "achieved.gross": achieves and measure == "achieved",
        "achieved.ongoingCost": achieves and measure == "cost",
        "outstanding": -1 if achieves else 1 if plans else 0,
        "oneOffCost": counts and measure == "one-off cost",
        "excludedCost": counts and measure == "excluded cost",
        "oneOffCover": measure == "one-off cover" and tranche == by,
        "partnershipTarget": measure == "partnership target",
    }
    for status in STATUSES:
        weights["achieved." + status] = achieves and posting.status == status
    return [int(weights[figure]) for figure in FIGURES]


class Sums:
    """Adds the postings up by their weights. Figures that count the same postings are added up once."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.known = {}

    def claim(self, weights):
        """Amount, number of sources, digest of the sources, and the sources themselves where they are few."""
        if weights not in self.known:
            self.known[weights] = self.add_up(weights)
        return self.known[weights]

    def add_up(self, weights):
        sources, last = [], -1
        for seq, kind, amount in zip(self.ledger.seqs, self.ledger.kinds, self.ledger.amounts):
            weight = weights[kind]
            if weight == 0:
                continue
            if seq != last:
                sources.append([seq, 0])
                last = seq
            sources[-1][1] += weight * amount
        digest = hashlib.sha256()
        for seq, amount in sources:
            digest.update(f"{seq} {pounds(amount)}\n".encode())
        listed = [[str(seq), pounds(amount)] for seq, amount in sources] if len(sources) <= MOST_SOURCES else None
        return pounds(sum(amount for _, amount in sources)), str(len(sources)), digest.hexdigest(), listed


def claims_of(ledger):
    """Every claim that the entries give, in the order in which they are claimed."""
    sums = Sums(ledger)
    shapes = [Posting(*shape) for shape in ledger.shapes]
    base_year = ledger.opened[1]
    for definition in ledger.definitions():
        for by in sorted(each for each in ledger.years if each >= base_year):
            table = [weights_of(posting, definition, by, base_year) for posting in shapes]
            for place, figure in enumerate(FIGURES):
                amount, count, digest, sources = sums.claim(tuple(row[place] for row in table))
                yield {
                    "amount": amount,
                    "by": by,
                    "count": count,
                    "definition": definition.name,
                    "digest": digest,
                    "figure": figure,
                    "sources": sources,
                }


# ---- The checks ------------------------------------------------------------------------------------------------------


def check_lines(path, longest, what, expected):
    """Each line of a file must be the one that follows from the entries, byte for byte."""
    lines = lines_of(path, longest, what)
    for number, value in enumerate(expected, start=1):
        line = next(lines, None)
        if line is None:
            raise Failed(f"{what} ends before line {number}, which should be about {about(value)}")
        if line != canonical(value).encode():
            raise difference(what, number, value, line)
    if next(lines, None) is not None:
        raise Failed(f"{what} has more lines than follow from the entries")


def about(value):
    if "figure" in value:
        return f"{value['figure']} by {value['by']}, {value['definition']}"
    return f"entry {value['entry']}" if "entry" in value else "the ledger itself"


def difference(what, number, value, line):
    """What is wrong with a line; where its amount is another one, both amounts, and the first entry they differ in."""
    try:
        claimed = read_canonical(line)
        other = claimed.get("amount")
        sources = claimed.get("sources") or []
        right = value.get("sources") or []
        first = next((mine for mine, theirs in zip(right + [None], sources + [None]) if mine != theirs), None)
        seq = int(first[0]) if first is not None else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        other, seq = None, None
    amounts = f": {str(other)[:20]} is claimed, the entries give {value['amount']}" if "amount" in value else ""
    return Failed(f"{what}, line {number}, is not what the entries give for {about(value)}{amounts}", seq)


def read_entries(path, wanted_sizes):
    ledger = Ledger()
    for line in lines_of(path, LONGEST_ENTRY, "entries.jsonl"):
        ledger.append(line, wanted_sizes)
    if ledger.opened is None:
        raise Failed("there is no entry", 0)
    return ledger


def check_root(ledger, checkpoint, bundle):
    """The checkpoint must be over exactly these entries."""
    if checkpoint.size == ledger.size and checkpoint.root == ledger.frontier.root():
        return
    seq = first_wrong_entry(ledger, checkpoint, bundle)
    if checkpoint.size != ledger.size:
        seq = min(checkpoint.size, ledger.size) if seq is None else seq
        raise Failed(f"there are {ledger.size} entries, the checkpoint is over {checkpoint.size}", seq)
    raise Failed("the entries do not give the root of the checkpoint", seq)


def first_wrong_entry(ledger, checkpoint, bundle):
    """The first entry that is not the one that was signed, where the tiles hold the hashes that were; or None."""
    signed, wrong = Frontier(), None
    for index in range((checkpoint.size + TILE - 1) // TILE):
        tile = read_tile(bundle, 0, index, min(TILE, checkpoint.size - index * TILE)) or b""
        for place in range(0, len(tile) - 31, 32):
            own = ledger.leaves[32 * signed.size : 32 * signed.size + 32]
            if wrong is None and tile[place : place + 32] != own:
                wrong = signed.size
            signed.append(tile[place : place + 32])
    if (signed.size, signed.root()) != (checkpoint.size, checkpoint.root):
        return None
    return signed.size if wrong is None else wrong


def check_tiles(ledger, bundle):
    """A tile that is in the bundle must be what the entries hash to. One that is not there is not missed."""
    level, hashes = 0, bytes(ledger.leaves)
    while hashes:
        above = b""
        for index in range(0, len(hashes) // 32, TILE):
            own = hashes[32 * index : 32 * (index + TILE)]
            tile = read_tile(bundle, level, index // TILE, len(own) // 32)
            if tile is not None and tile != own:
                raise Failed(f"tile {index // TILE} of level {level} is not what the entries hash to")
            above += root_over(own) if len(own) == 32 * TILE else b""
        level, hashes = level + 1, above


def root_over(hashes):
    frontier = Frontier()
    for place in range(0, len(hashes), 32):
        frontier.append(hashes[place : place + 32])
    return frontier.root()


def read_tile(bundle, level, index, width):
    """The hashes of a tile, or None where it is not in the bundle."""
    name = f"{index:03d}" if index < 1000 else f"x{index // 1000:03d}/{index % 1000:03d}"
    path = os.path.join(bundle, "tile", str(level), *(name if width == TILE else f"{name}.p/{width}").split("/"))
    return read_file(path, 32 * TILE) if os.path.exists(path) else None


def check_consistency(ledger, checkpoint):
    """A smaller checkpoint must be over the first entries of the same history."""
    if checkpoint.origin != origin_of(ledger):
        raise Failed(f"{checkpoint.what} is of another ledger, {checkpoint.origin[:100]}")
    if checkpoint.size > ledger.size:
        raise Failed(
            f"{checkpoint.what} is over {checkpoint.size} entries, the bundle has {ledger.size}: some were taken away",
            ledger.size,
        )
    if checkpoint.root != ledger.roots[checkpoint.size]:
        raise Failed(f"the first {checkpoint.size} entries are not those that {checkpoint.what} is over")


def origin_of(ledger):
    return f"savings-ledger/{ledger.opened[0]}"


def check_signatures(ledger, checkpoints, pinned):
    """Each checkpoint must be signed by the key in force, from the pinned one on; gives every key that was trusted.

    The first checkpoint that covers a change of key must be signed by both: so the key before vouches for the next one.
    Those from before the pinned key took over cannot be judged by it, and are passed over.
    """
    changes = ledger.rotations
    at = next((place for place, (_, previous, _) in enumerate(changes) if previous.text == pinned.text), len(changes))
    since = changes[at - 1][0] if at > 0 else -1
    in_force, trusted = pinned, [pinned]
    for checkpoint in checkpoints:
        if checkpoint.size <= since:
            continue
        require_signature(checkpoint, in_force)
        while at < len(changes) and changes[at][0] < checkpoint.size:
            seq, previous, following = changes[at]
            if previous.text != in_force.text or following.name != pinned.name or following.type != LOG_KEY:
                raise Failed("it changes a key that was not in force, or to a key that is not this ledger's", seq)
            require_signature(checkpoint, following)
            in_force, at = following, at + 1
            trusted.append(in_force)
    return trusted


def require_signature(checkpoint, key):
    if not checkpoint.signed_by(key):
        raise Failed(f"{checkpoint.what} is not signed by the key in force, {key.text}")


def check_kept(kept, trusted):
    for checkpoint in kept:
        if not any(checkpoint.signed_by(key) for key in trusted):
            raise Failed(f"{checkpoint.what} is not signed by a key that is trusted")


def check_witnesses(checkpoint, witnesses, quorum):
    signed = sum(1 for key in witnesses if checkpoint.signed_by(key))
    if signed < quorum:
        raise Failed(f"the checkpoint is cosigned by {signed} of your witnesses, you ask for {quorum}")


def verify(bundle, pinned, kept, witnesses, quorum):
    """Raises Failed or CannotTell; gives the ledger and its checkpoint where everything holds."""
    last = Checkpoint(read_text(os.path.join(bundle, "checkpoint"), "the checkpoint"), "the checkpoint")
    if last.origin != pinned.name:
        raise Failed(f"the checkpoint is of {last.origin[:100]}, your key is of {pinned.name}")
    earlier = []
    for line in lines_of(os.path.join(bundle, "checkpoints.jsonl"), LONGEST_ENTRY, "checkpoints.jsonl"):
        what = f"line {len(earlier) + 1} of checkpoints.jsonl"
        earlier.append(Checkpoint(note_in(line, what), what))
    sizes = [0, *(each.size for each in earlier), last.size]
    if any(size >= following for size, following in zip(sizes, sizes[1:])):
        raise Failed("the checkpoints are not in the order of their sizes")
    wanted = {0} | {each.size for each in [*earlier, *kept]}
    ledger = read_entries(os.path.join(bundle, "entries.jsonl"), wanted)
    ledger.roots[0] = Frontier().root()
    if origin_of(ledger) != pinned.name:
        raise Failed("it opens another ledger than that of your key", 0)
    check_root(ledger, last, bundle)
    for checkpoint in [*kept, *earlier]:
        check_consistency(ledger, checkpoint)
    trusted = check_signatures(ledger, [*earlier, last], pinned)
    check_kept(kept, trusted)
    check_witnesses(last, witnesses, quorum)
    check_totals(bundle, ledger, last)
    files = [{"entry": str(seq), "name": name, "sha256": digest} for seq, name, digest in ledger.files]
    check_lines(os.path.join(bundle, "files.jsonl"), LONGEST_ENTRY, "files.jsonl", files)
    check_tiles(ledger, bundle)
    check_policy(bundle, ledger, pinned, trusted)
    return ledger, last


def check_policy(bundle, ledger, pinned, trusted):
    """The policy is what the council says; it must at least not name other keys than the entries, and the one that signs."""
    logs = [key.text for key in Policy(read_text(os.path.join(bundle, "policy"), "policy"), "policy").logs]
    named = {pinned.text} | {key.text for _, *keys in ledger.rotations for key in keys}
    for key in logs:
        if key not in named:
            raise Failed(f"the policy names a key that is not of this log: {key}")
    if trusted[-1].text not in logs:
        raise Failed(f"the policy does not name the key that signs: {trusted[-1].text}")


def check_totals(bundle, ledger, checkpoint):
    head = {
        "baseYear": ledger.opened[1],
        "origin": checkpoint.origin,
        "root": base64.b64encode(checkpoint.root).decode(),
        "size": str(checkpoint.size),
    }
    expected = (value for values in ([head], claims_of(ledger)) for value in values)
    check_lines(os.path.join(bundle, "totals.jsonl"), LONGEST_TOTAL, "totals.jsonl", expected)


def note_in(line, what):
    try:
        return text(read_canonical(line))
    except (ValueError, RecursionError) as error:
        raise Failed(f"{what} is not a checkpoint in a JSON string") from error


# ---- The command line ------------------------------------------------------------------------------------------------


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        raise CannotTell(f"{message}; see --help")


def key_from(given, of_type):
    """A key from the command line: the key itself, or a file that holds it."""
    content = read_file(given, SMALL_FILE).decode("utf-8", "replace") if os.path.isfile(given) else given
    try:
        key = Key(content.strip())
    except ValueError as error:
        raise CannotTell(f"the key {given[:200]!r} cannot be used: {error}") from error
    if key.type != of_type:
        raise CannotTell(f"the key {given[:200]!r} is for another purpose")
    return key


def kept_from(path):
    content = read_file(path, SMALL_FILE)
    try:
        return Checkpoint(content.decode("utf-8"), f"the checkpoint you kept in {path}")
    except (Failed, UnicodeDecodeError) as error:
        raise CannotTell(f"{path} holds no checkpoint: {error}") from error


def arguments(given):
    parser = Arguments(prog="verify_ledger.py", description=__doc__.split("\n\n")[0])
    parser.add_argument("bundle", help="the folder of the bundle")
    parser.add_argument("--key", required=True, help="the log's verifier key, or a file that holds it")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE", help="a checkpoint you kept, as a file")
    parser.add_argument("--witness", action="append", default=[], metavar="KEY", help="a witness's verifier key, or a file")
    parser.add_argument("--quorum", type=int, help="how many of the witnesses must have cosigned; all where left out")
    return parser.parse_args(given)


def run(command_line):
    given = arguments(command_line)
    if not os.path.isdir(given.bundle):
        raise CannotTell(f"{given.bundle} is not a folder")
    witnesses = [key_from(key, WITNESS_KEY) for key in given.witness]
    quorum = len(witnesses) if given.quorum is None else given.quorum
    if not 0 <= quorum <= len(witnesses):
        raise CannotTell("the quorum is not between nought and the number of witnesses")
    kept = [kept_from(path) for path in given.checkpoint]
    ledger, checkpoint = verify(given.bundle, key_from(given.key, LOG_KEY), kept, witnesses, quorum)
    root = base64.b64encode(checkpoint.root).decode()
    return f"VERIFIED: {checkpoint.origin}, {ledger.size} entries, root {root}, every claimed total"


def main(command_line):
    """Says in one line what was found, and gives the exit code."""
    try:
        if sys.version_info < (3, 9):
            raise CannotTell("it needs Python 3.9 or later")
        code, said = 0, run(command_line)
    except Failed as failure:
        code, said = 1, f"FAILED{'' if failure.seq is None else f' at entry {failure.seq}'}: {failure}"
    except CannotTell as doubt:
        code, said = 2, f"CANNOT TELL: {doubt}"
    except KeyboardInterrupt:
        code, said = 2, "CANNOT TELL: it was interrupted"
    except Exception as error:  # A verifier that breaks has verified nothing, and says so.
        code, said = 2, f"CANNOT TELL: {type(error).__name__}: {str(error)[:200]}"
    # Whatever a bundle holds is shown as plain characters on one line.
    print(said.encode("ascii", "backslashreplace").decode().replace("\n", " "))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
