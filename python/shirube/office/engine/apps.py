"""Applications and their open books."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from xlwings import base_classes

from ..read.guard import inspect
from .books import Book
from .com import AppApi
from .quiet import load

__all__ = ["Alert", "App", "Apps", "Books", "Engine"]

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
FIRST_ANSWERS = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


@dataclass(frozen=True)
class Alert:
    """A message box that was shown, and which of its buttons was pressed."""

    text: str
    title: str
    buttons: str
    answer: str


class Engine:
    """What xlwings asks of an engine. Its kind is that of Excel, so values are converted in the same way."""

    name, type = "openpyxl", "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    def reset(self) -> None:
        """Begin again with one application and no books."""
        self.apps = Apps(self)

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Any,
        empty_as: object,
        number_builder: Any,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Turn stored values into what Excel delivers: every number a float, errors as text or nothing."""

        def cleaned(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.date):
                clock = (value.hour, value.minute, value.second) if isinstance(value, dt.datetime) else (0, 0, 0)
                names = ("year", "month", "day", "hour", "minute", "second")
                parts = dict(zip(names, (value.year, value.month, value.day, *clock), strict=True))
                return datetime_builder(**parts, microsecond=0, tzinfo=None)
            if isinstance(value, str) and value in ERRORS:
                return value if err_to_str else None
            if isinstance(value, int) and not isinstance(value, bool):
                value = float(value)
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[cleaned(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> Any:
        """Turn a value of Python into one a cell can hold."""
        if value is None or value != value:
            return ""
        return value.item() if hasattr(value, "item") else value


class Apps(base_classes.Apps):
    """The applications; one unless another is added."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._apps = [App(self, -1)]

    def __iter__(self) -> Iterator[App]:
        return iter(self._apps)

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        return next((app for app in self._apps if app.pid == pid), self._apps[0])

    def keys(self) -> list[int]:
        """Return the numbers of the applications."""
        return [app.pid for app in self._apps]

    def add(self, spec: object = None, add_book: object = None, xl: object = None, visible: object = None) -> App:
        """Start another application, which becomes the active one."""
        self._apps.insert(0, App(self, -len(self._apps) - 1))
        return self._apps[0]


class App(base_classes.App):
    """One application. `alerts` are the messages shown so far; `answers` the buttons pressed on the next ones."""

    books: Any = None
    pid: Any = None
    screen_updating: Any = True
    display_alerts: Any = True
    enable_events: Any = True
    interactive: Any = True
    visible: Any = False
    calculation: Any = "automatic"

    def __init__(self, apps: Apps, pid: int) -> None:
        self.apps, self.pid = apps, pid
        self.books = Books(self)
        self.alerts: list[Alert] = []
        self.answers: deque[str] = deque()
        self.progress: list[str] = []
        self._api = AppApi(self)

    @property
    def api(self) -> AppApi:
        """Excel's own object, as far as it is needed."""
        return self._api

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self.apps.engine

    @property
    def selection(self) -> Any:
        """What is selected in the active book."""
        book = self.books.active
        return book.selected if book is not None else None

    @property
    def status_bar(self) -> str | bool:
        """The text of the status bar; False when it is Excel's own."""
        return self.progress[-1] if self.progress and self.progress[-1] else False

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        self.progress.append(text or "")  # type: ignore[arg-type]

    def activate(self, steal_focus: object = None) -> None:
        """Nothing to bring to the front."""

    def calculate(self) -> None:
        """Nothing calculates here: formulas keep the values they were saved with."""

    def alert(self, prompt: str, title: str, buttons: str, mode: object, callback: object) -> str:
        """Note a message and press the next button of `answers`; without one, the first button."""
        answer = self.answers.popleft() if self.answers else FIRST_ANSWERS[buttons]
        self.alerts.append(Alert(prompt, title, buttons, answer))
        return answer


class Books(base_classes.Books):
    """Open books; the last one activated is the active one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.opened: list[Book] = []

    @property
    def app(self) -> App:
        """The application."""
        return self._app

    @property
    def active(self) -> Book | None:
        """The active book."""
        return self.opened[-1] if self.opened else None

    def __len__(self) -> int:
        return len(self.opened)

    def __iter__(self) -> Iterator[Book]:
        return iter(self.opened)

    def __call__(self, key: int | str) -> Book:
        """Return a book by number or name."""
        if isinstance(key, int):
            return self.opened[key - 1]
        for book in self.opened:
            if key in (book.name, book.fullname):
                return book
        raise KeyError(key)

    def add(self, sheets: Sequence[str] = ("Sheet1",)) -> Book:
        """Make a book that was never saved."""
        made = openpyxl.Workbook()
        made.remove(made.active)
        for name in sheets:
            made.create_sheet(name)
        return self.keep(Book(self, made, self._free("Book")))

    def open(self, fullname: str, *_: object, **__: object) -> Book:
        """Open a file (see `open_book`)."""
        path = Path(fullname)
        inspect(path)
        read = load(path, keep_vba=path.suffix.lower() in (".xlsm", ".xltm"))
        return self.keep(Book(self, read, path.name, path))

    def from_template(self, path: Path) -> Book:
        """Open a copy of a file as a book that was never saved."""
        read = load(path)
        return self.keep(Book(self, read, self._free(path.stem)))

    def keep(self, book: Book) -> Book:
        """Add a book to the open ones and make it the active one."""
        self.opened.append(book)
        return book

    def _free(self, stem: str) -> str:
        names = {book.name for book in self.opened}
        return next(f"{stem}{i}" for i in range(1, len(names) + 2) if f"{stem}{i}" not in names)
