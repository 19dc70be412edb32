"""The errors that programs raise and catch, and how a trace tells them."""

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

# Messages that reach a program as it gave them; the others name objects, or are worded freely.
_VERBATIM = (A, B, asyncio.CancelledError, ExceptionGroup)


def make(spec):
    message = spec.get("message")
    return RAISED[spec["kind"]](*(() if message is None else (message,)))


class Errors:
    """Tells errors by kind, message, what they hold, and which object it is: the first one told is 1."""

    def __init__(self):
        self._told = {}

    def tell(self, error):
        number, _ = self._told.setdefault(id(error), (len(self._told) + 1, error))
        return [*self.kind(error), number, *map(self.tell, self._held(error))]

    def kind(self, error):
        message = str(error.args[0]) if error.args and isinstance(error, _VERBATIM) else ""
        return [type(error).__name__, message]

    def _held(self, error):
        if isinstance(error, ExceptionGroup):
            return error.exceptions
        if isinstance(error, TimeoutError) and error.__cause__ is not None:
            return (error.__cause__,)
        return ()
