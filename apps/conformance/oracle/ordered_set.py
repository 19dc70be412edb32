"""A set that keeps insertion order. A set of CPython iterates by address, which differs in each run."""


class OrderedSet(dict):
    __slots__ = ()

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]
