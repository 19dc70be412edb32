"""The errors that programs raise and catch, and their descriptions in a trace."""

import asyncio


class A(Exception):
    pass


class B(Exception):
    pass


RAISED = {
    "A": A,
    "B": B,
    "CancelledError": asyncio.CancelledError,
    "TimeoutError": TimeoutError,
}

CAUGHT = RAISED | {
    "Exception": Exception,
    "BaseException": BaseException,
    "ExceptionGroup": ExceptionGroup,
}

# The messages of these errors are compared. Other messages name objects, or are worded differently.
_VERBATIM = (A, B, asyncio.CancelledError, ExceptionGroup)


def make(spec):
    message = spec.get("message")
    return RAISED[spec["kind"]](*(() if message is None else (message,)))


class Errors:
    """Describes errors by kind, message, the order in which the objects first appeared, and the errors inside them."""

    def __init__(self):
        self._numbers = {}

    def describe(self, error):
        number, _ = self._numbers.setdefault(id(error), (len(self._numbers) + 1, error))
        return [*self.kind(error), number, *map(self.describe, self._inner_errors(error))]

    def kind(self, error):
        return [type(error).__name__, self._message(error)]

    def _message(self, error):
        if isinstance(error, asyncio.IncompleteReadError):
            return f"{error.partial.decode('latin1')} {error.expected}"
        if isinstance(error, asyncio.LimitOverrunError):
            return str(error.consumed)
        return str(error.args[0]) if error.args and isinstance(error, _VERBATIM) else ""

    def _inner_errors(self, error):
        if isinstance(error, ExceptionGroup):
            return error.exceptions
        if isinstance(error, TimeoutError) and error.__cause__ is not None:
            return (error.__cause__,)
        return ()
