"""What may go wrong: an error of M is a value of the language; what we do not model is a failure of the test."""


class MError(Exception):
    """An error value: raised by ``error`` and by functions, kept in cells, lists and fields until it is read."""

    def __init__(self, message: str, reason: str = "Expression.Error", detail: object = None) -> None:
        super().__init__(message)
        self.message, self.reason, self.detail = message, reason, detail

    def again(self) -> "MError":
        """Return the error without the traces of its earlier journeys, to be raised once more."""
        return self.with_traceback(None)


class MSyntaxError(Exception):
    """The text is no M."""


class NotModelled(Exception):
    """M may do this; the evaluator does not know what. Never caught by ``try`` or kept in a cell."""


def excel_error(shown: str) -> MError:
    """Return what a cell that shows ``#N/A`` or ``#DIV/0!`` becomes when Power Query reads the sheet."""
    return MError(f"Invalid cell value '{shown}'.", "DataFormat.Error")
