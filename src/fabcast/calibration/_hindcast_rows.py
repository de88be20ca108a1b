"""One row a forecast: what was forecast, what happened, and the scores of the model and its rivals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from ._hindcast_fit import OriginModel
from ._hindcast_series import HindcastTarget, middle, pasts_at
from ._origin_paths import Policy
from ._rivals import RIVALS, Rival, forecasts
from ._scores import Predictive, Scale, from_scale, inside

_DIGITS = 5


class HindcastRow(BaseModel):
    """A forecast of one target from one origin under one policy feed.

    Quantiles and outcome in `unit`; scores and width on `scale`. Rivals are blank where the series had
    no value by the origin.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("policy", "origin", "series", "period")

    policy: Policy
    origin: str
    series: str
    group: str
    period: str
    quarters: int
    unit: str
    scale: Scale
    outcome: float
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    width50: float
    width90: float
    pit: float
    crps: float
    log_score: float
    crps_last_value: float | None = None
    crps_log_trend: float | None = None
    crps_damped_trend: float | None = None
    log_score_last_value: float | None = None
    log_score_log_trend: float | None = None
    log_score_damped_trend: float | None = None
    pit_last_value: float | None = None
    pit_log_trend: float | None = None
    pit_damped_trend: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the outcome lies outside the 90 % interval."""
        return not inside(self.pit, 0.9)

    @property
    def compared(self) -> bool:
        """Whether rivals forecast this target as well."""
        return self.crps_last_value is not None

    def rival(self, measure: str, rival: Rival) -> float:
        """Measure (``crps``, ``log_score``, ``pit``) of a rival; NaN where it has none."""
        value = getattr(self, f"{measure}_{rival}")
        return float("nan") if value is None else float(value)


def rows_of(
    model: OriginModel,
    policy: Policy,
    targets: Sequence[HindcastTarget],
    said: NDArray[np.float64],
) -> list[HindcastRow]:
    """Score an origin's forecasts.

    Parameters
    ----------
    said : (member, target)
        What members say, in the series' units.
    """
    wanted = [(t.series.id, middle(t.observation.span, t.observation.reading)) for t in targets]
    rivals = forecasts(pasts_at(model.origin), wanted)
    return [
        _row(model, policy, target, model.predictive(target, said[:, k]), rivals[k])
        for k, target in enumerate(targets)
    ]


def _row(
    model: OriginModel,
    policy: Policy,
    target: HindcastTarget,
    ours: Predictive,
    rivals: dict[Rival, Predictive] | None,
) -> HindcastRow:
    series, outcome = target.series, target.placed
    points = {f"p{p}": from_scale(ours.quantile(p / 100.0), series.scale) for p in (5, 25, 50, 75, 95)}
    scores: dict[str, float] = {"width50": ours.width(0.5), "width90": ours.width(0.9)}
    scores |= {"pit": ours.probability_below(outcome), "crps": ours.crps(outcome)}
    scores |= {"log_score": ours.log_score(outcome), "outcome": target.outcome}
    for name in RIVALS if rivals else ():
        theirs = (rivals or {})[name]
        scores |= {
            f"crps_{name}": theirs.crps(outcome),
            f"log_score_{name}": theirs.log_score(outcome),
            f"pit_{name}": theirs.probability_below(outcome),
        }
    numbers: dict[str, Any] = {k: float(f"{v:.{_DIGITS}g}") for k, v in (points | scores).items()}
    return HindcastRow(
        policy=policy,
        origin=model.origin.quarter,
        series=series.id,
        group=series.group,
        period=target.period,
        quarters=target.quarters,
        unit=series.unit,
        scale=series.scale,
        **numbers,
    )
