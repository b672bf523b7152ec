"""Answers questions about a journal with beancount itself: the journal's file is the argument, each line of stdin a query.

Gives the version, then for each query its rows as one line of JSON, every cell as text. Leaves with 1 where beancount finds
an error in the journal.
"""

import json
import sys

import beancount
from beancount import loader
from beancount.query import query_compile, query_env, query_execute, query_parser

entries, errors, options = loader.load_file(sys.argv[1])
if errors:
    sys.exit("\n".join(str(error) for error in errors[:5]))
print(json.dumps(beancount.__version__))
# What beancount's own run_query does, but for making its parser anew each time, which takes longer than most queries.
parser = query_parser.Parser()
environments = (
    query_env.TargetsEnvironment(),
    query_env.FilterPostingsEnvironment(),
    query_env.FilterEntriesEnvironment(),
)
for line in sys.stdin:
    statement = query_compile.compile(parser.parse(line.strip()), *environments)
    _, rows = query_execute.execute_query(statement, entries, options)
    print(json.dumps([[None if cell is None else str(cell) for cell in row] for row in rows]))
