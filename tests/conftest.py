"""Who runs where, time per area, budgets, and a list of skips as the last thing a run prints."""

import functools
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

collect_ignore = ["support"]  # helpers hold no tests; collecting them would load each module a second time

pytest_plugins = ["support.office"]

ROOT = Path(__file__).resolve().parents[1]
AREA_BUDGET_SECONDS = 90.0
ALLOWED_SKIP = "../shared が無い"

# The same examples in every run, so that a run can be repeated; `make test-all` looks at new ones each time.
settings.register_profile("repeatable", derandomize=True, database=None)
if not os.environ.get("SHIRUBE_NEW_EXAMPLES"):
    settings.load_profile("repeatable")

_seconds: dict[str, float] = defaultdict(float)
_count: dict[str, int] = defaultdict(int)
_skips: list[tuple[str, str]] = []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several processes, a file stays in one (its fixtures are made once), and so do all that need `office`."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return "office" if _needs_office(file) else file

    return ByFile(config, log)


@functools.cache
def _needs_office(file: str) -> bool:
    beside = (ROOT / file).with_name("conftest.py")
    texts = [path.read_text("utf-8") for path in (ROOT / file, beside) if path.exists()]
    return any("from support.office import" in text for text in texts)


def _area(nodeid: str) -> str:
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if parts[0] == "tests" and len(parts) > 2 else "例（doctest）"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[_area(report.nodeid)] += report.duration
    if report.when == "call":
        _count[_area(report.nodeid)] += 1
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _skips.append((report.nodeid, str(reason).removeprefix("Skipped: ")))


def _over_budget() -> list[str]:
    return [area for area, seconds in _seconds.items() if seconds > AREA_BUDGET_SECONDS]


def _forbidden_skips() -> list[tuple[str, str]]:
    return [skip for skip in _skips if skip[1] != ALLOWED_SKIP] if os.environ.get("SHIRUBE_STRICT_SKIPS") else []


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == 0 and (_forbidden_skips() or (_over_budget() and len(_seconds) > 1)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    out = terminalreporter
    out.section("領域ごとの時間", sep="-")
    for area, seconds in sorted(_seconds.items(), key=lambda pair: -pair[1]):
        note = f"  予算 {AREA_BUDGET_SECONDS:.0f} 秒を超過" if seconds > AREA_BUDGET_SECONDS else ""
        out.line(f"{seconds:7.1f} 秒  {_count[area]:5d} 件  {area}{note}")
    out.section(f"飛ばした試験 {len(_skips)} 件", sep="-")
    for nodeid, reason in _skips:
        out.line(f"{nodeid}: {reason}")
    for nodeid, reason in _forbidden_skips():
        out.line(f"許されない省略: {nodeid}: {reason}")
