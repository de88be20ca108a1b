"""PySD, an engine of others, runs the exported file and finds what the model itself finds.

All quarters, five draws, three scenarios, every stock and every outcome, to 1e-6 relative.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fabcast import exchange
from fabcast.exchange._names import plain
from fabcast.model import QUARTERS
from tests.exchange.conftest import DRAWS, SCENARIOS

pytestmark = [
    # PySD and what it imports (parsimonious, regex, ast) use what later versions will drop
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
FLOWS = ("memory.imported", "memory.made", "memory.others", "packaging.stacks_drawn", "stacks_on_hand")


@pytest.fixture(scope="session")
def peer(model: Any, cases: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Exported file of one draw and scenario, translated once."""
    from pysd.builders.python import python_model_builder

    case, file = cases["actual"], tmp_path_factory.mktemp("xmile") / "model.xmile"
    file.write_text(exchange.xmile(model, exchange.entered(model, case.inputs, case.path), "test"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        # laying the translated text out takes longer than all the rest, and nobody reads it here
        patch.setattr(python_model_builder.black, "format_file_contents", lambda text, **_: text)
        return exchange.open_in_pysd(Path(file))


@pytest.fixture(scope="session")
def stocks(model: Any, cases: Any) -> dict[str, Any]:
    """Stocks at the start of every quarter, as the model's own step leaves them."""
    import jax

    from fabcast.ensemble import drivers, model_inputs
    from fabcast.model import DEFAULT, TOOL_CLASSES
    from fabcast.model._inputs import prepare
    from fabcast.model._quarter import initial_state, quarter

    def run(p: Any, path: Any, shocks: Any, stock: Any) -> Any:
        fixed, inputs = prepare(p, path, drivers(), shocks, stock, DEFAULT)

        def step(state: Any, x: Any) -> Any:
            return quarter(p, fixed, DEFAULT, state, x)[0], state

        return jax.lax.scan(step, initial_state(p, DEFAULT, drivers()), inputs)[1]

    compiled, found = jax.jit(run), {}
    none = np.zeros((len(QUARTERS), len(TOOL_CLASSES), DRAWS))
    for name, case in cases.items():
        p, shocks = model_inputs(case.inputs)
        leaves = jax.tree.leaves(compiled(p, case.path, shocks, none if case.stock is None else case.stock))
        rows = [np.asarray(leaf).reshape(len(QUARTERS), -1, DRAWS) for leaf in leaves]
        found[name] = dict(zip(model.stocks, np.moveaxis(np.concatenate(rows, axis=1), 1, 0), strict=True))
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_pysd_agrees_on_every_stock_and_outcome(
    model: Any,
    cases: Any,
    peer: Any,
    stocks: Any,
    same: Any,
    name: str,
) -> None:
    case = cases[name]
    columns = [plain(n) for n in (*model.stocks, *model.outcomes, *FLOWS)]
    for draw in range(DRAWS):
        entered = exchange.entered(model, case.inputs, case.path, draw, case.stock)
        found = exchange.run_in_pysd(peer, model, entered, columns)
        for stock, rows in stocks[name].items():
            same(found[plain(stock)], rows[:, draw])
        for outcome, wanted in case.outcomes.items():
            hold_outcome(same, outcome, found[outcome], wanted[..., draw])
        hold_mass(found)


def hold_outcome(same: Any, name: str, found: np.ndarray, wanted: Any) -> None:
    """Hold one outcome: a date by its last value; the die cost from the quarter it is measured against on."""
    if np.ndim(wanted) == 0:
        same(found[-1:], np.atleast_1d(wanted))
    elif name == "smic_7nm_die_cost":
        known = ~np.isnan(found)
        assert known.sum() >= 64
        same(found[known], wanted[known])
    else:
        same(found, wanted)


def hold_mass(found: dict[str, np.ndarray]) -> None:
    """Memory stacks: what is on hand is what came less what went."""
    imported, made, others, drawn, left = (found[plain(n)] for n in FLOWS)
    change = np.diff(left, prepend=0.0)
    np.testing.assert_allclose(change, imported + made - others - drawn, rtol=1e-9, atol=1e-9)


def test_a_wrong_number_in_the_file_is_caught(
    model: Any,
    cases: Any,
    peer: Any,
    same: Any,
) -> None:
    case = cases["actual"]
    entered = exchange.entered(model, case.inputs, case.path)
    wrong = exchange.Entered(
        {**entered.values, "tool_life": entered.values["tool_life"] * 1.001}, entered.rows
    )
    found = exchange.run_in_pysd(peer, model, wrong, ["smic_7nm_starts"])
    with pytest.raises(AssertionError):
        same(found["smic_7nm_starts"], case.outcomes["smic_7nm_starts"][..., 0])
