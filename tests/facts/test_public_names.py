"""The public names of the room, so that none appears or goes unnoticed."""

from fabcast import facts

NAMES = [
    "AS_OF",
    "Audit",
    "Chip",
    "Claim",
    "DAMAGED_ARCHIVE",
    "Distribution",
    "Entry",
    "Event",
    "Grade",
    "InputPath",
    "Kind",
    "Observation",
    "Parameter",
    "PathPoint",
    "Quantity",
    "Question",
    "Reach",
    "Role",
    "Shape",
    "Source",
    "Status",
    "ToolClass",
    "Vendor",
    "audit",
    "below",
    "check_plain",
    "chips",
    "claims",
    "content_hash",
    "events",
    "find",
    "find_chip",
    "load_parameters",
    "load_paths",
    "load_table",
    "load_yaml",
    "parameters",
    "parse_yaml",
    "paths",
    "questions",
    "read_bytes",
    "read_text",
    "series",
    "show",
    "sources",
    "unpacked_bytes",
    "vendors",
]


def test_the_room_offers_these_names() -> None:
    assert sorted(facts.__all__) == sorted(NAMES)
    assert all(hasattr(facts, name) for name in NAMES)
