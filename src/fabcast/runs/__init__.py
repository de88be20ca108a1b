"""Runs that are too long, too many or too dear to make twice: kept, resumed, checked, spread."""

from ._chunks import DRAWS_A_CHUNK, block_hashes, check_chunk, ranges, run_digest
from ._job import DEFAULT_FORM, FORMAT, Job, Source, Values, Work, check_structure, priors
from ._place import Place
from ._plan import YEAR_ENDS, Plan
from ._run import Finished, Made, Progress, Task, chunk_for, make_chunk, run, run_all, stored_bytes
from ._spread import LOCAL, Pool, in_order, pool
from ._sql import Answer, connect, query
from ._store import StoredRun, find_run, open_run, stored_runs
from ._study import Cell, Study, study_row
from ._study_file import read_study
from ._summary import Summary, part_of
from ._tally import ERROR, Tally
from ._verify import ChunkCheck, Verified, changed, spread_over, stored_job, verify

__all__ = [
    "DEFAULT_FORM",
    "DRAWS_A_CHUNK",
    "ERROR",
    "FORMAT",
    "LOCAL",
    "YEAR_ENDS",
    "Answer",
    "Cell",
    "ChunkCheck",
    "Finished",
    "Job",
    "Made",
    "Place",
    "Plan",
    "Pool",
    "Progress",
    "Source",
    "StoredRun",
    "Study",
    "Summary",
    "Tally",
    "Task",
    "Values",
    "Verified",
    "Work",
    "block_hashes",
    "changed",
    "check_chunk",
    "check_structure",
    "chunk_for",
    "connect",
    "find_run",
    "in_order",
    "make_chunk",
    "open_run",
    "part_of",
    "pool",
    "priors",
    "query",
    "ranges",
    "read_study",
    "run",
    "run_all",
    "run_digest",
    "spread_over",
    "stored_bytes",
    "stored_job",
    "stored_runs",
    "study_row",
    "verify",
]
