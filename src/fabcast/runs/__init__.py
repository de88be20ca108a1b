"""Runs that are too long, too many or too dear to make twice: kept, resumed, checked, spread."""

from ._chunks import DRAWS_A_CHUNK, block_hashes, check_chunk, ranges, run_digest
from ._job import DEFAULT_FORM, FORMAT, Job, Source, Values, Work, check_structure, priors, structure_named
from ._place import Place
from ._plan import YEAR_ENDS, Plan
from ._run import Finished, Made, Progress, Task, chunk_for, make_chunk, run, run_all, stored_bytes
from ._spread import LOCAL, Pool, in_order, pool
from ._sql import Answer, connect, query
from ._store import StoredRun, find_run, open_run, stored_runs
from ._study import Cell, Study, study_row
from ._study_file import ENSEMBLES, StudyFile
from ._study_read import read_kind, read_study, study_of
from ._summary import Summary, part_of
from ._tally import ERROR, Tally
from ._verify import ChunkCheck, Verified, changed, spread_over, stored_job, verify
from ._whole import Alive, WholeDone, WholeJob, run_whole, whole_kept

__all__ = [
    "DEFAULT_FORM",
    "DRAWS_A_CHUNK",
    "ENSEMBLES",
    "ERROR",
    "FORMAT",
    "LOCAL",
    "YEAR_ENDS",
    "Alive",
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
    "StudyFile",
    "Summary",
    "Tally",
    "Task",
    "Values",
    "Verified",
    "WholeDone",
    "WholeJob",
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
    "read_kind",
    "read_study",
    "run",
    "run_all",
    "run_digest",
    "run_whole",
    "spread_over",
    "stored_bytes",
    "stored_job",
    "stored_runs",
    "structure_named",
    "study_of",
    "study_row",
    "verify",
    "whole_kept",
]
