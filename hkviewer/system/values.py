"""Frozen values that cost next to nothing to define.

`dataclasses` compiles the methods of every class at each start: 0.7 ms a class on Python 3.11,
16 ms for those on the way to the first page, an eighth of a bare application's start. The classes
there derive from `Value` instead; elsewhere `dataclasses` serves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


class _ValueType(type):
    """Makes the classes of values; a `lean` one without a dictionary for each value."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], names: dict[str, Any], *, lean: bool = False
    ) -> _ValueType:
        # Its own only; inspect's function costs the start 4 ms. `Value` itself has none.
        fields = tuple(names.get("__annotations__", ())) if bases else ()
        if fields:
            names["__match_args__"] = fields
            names["_defaults"] = {field: names[field] for field in fields if field in names}
        if lean:
            names = {key: value for key, value in names.items() if key not in fields} | {"__slots__": fields}
        made = super().__new__(cls, name, bases, names)
        made._setters = tuple(getattr(made, field).__set__ for field in fields) if lean else None  # type: ignore[attr-defined]  # of `Value`
        return made


@dataclass_transform(frozen_default=True)
class Value(metaclass=_ValueType):
    """Base of a frozen value, declared like a dataclass: annotated names, some with defaults.

    Values are equal when their class and all their fields are; they can be hashed where their
    fields can, and be matched by position. A class without fields of its own has its base's.

    `functools.cached_property` works in them, but for classes made with `lean=True`, whose values take a
    third of the memory: those that a document has by the hundred thousand. These cannot be derived from.
    """

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _setters: ClassVar[tuple[Callable[[Any, Any], None], ...] | None] = None

    def __init__(self, *values: Any, **named: Any) -> None:
        """Give every field a value, by position or by name.

        Raises:
            TypeError: a field without a default has none, or there are too many.
        """
        names = self.__match_args__
        if not named and len(values) == len(names):  # as a rule; a document is made of thousands
            self._fill(values)
            return
        given = dict(zip(names, values, strict=False))
        fields = {**self._defaults, **given, **named}
        if len(values) > len(names) or fields.keys() != {*names} or given.keys() & named.keys():
            wrong = sorted((fields.keys() ^ {*names}) | (given.keys() & named.keys())) or ["too many"]
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}; wrong: {', '.join(wrong)}")
        self._fill([fields[name] for name in names])

    def replace(self, **changes: Any) -> Self:
        """The same value with some fields changed. Raises TypeError for an unknown field."""
        fields = self.as_dict()
        if not changes.keys() <= fields.keys():
            return type(self)(**fields, **changes)
        other = object.__new__(type(self))
        other._fill([*(fields | changes).values()])
        return other

    def as_dict(self) -> dict[str, Any]:
        """The fields by their names."""
        return {name: getattr(self, name) for name in self.__match_args__}

    def __eq__(self, other: object) -> bool:
        """Whether `other` is of the same class and has the same fields."""
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    def __hash__(self) -> int:
        """A hash of the fields. Raises TypeError where one has none."""
        return hash((type(self), self._fields()))

    def __repr__(self) -> str:
        """The call that makes an equal value."""
        fields = ", ".join(f"{name}={value!r}" for name, value in self.as_dict().items())
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Raise AttributeError: a value does not change."""
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        """Raise AttributeError: a value does not change."""
        raise AttributeError(f"{type(self).__name__} is frozen")

    def _fill(self, values: Sequence[Any]) -> None:
        if self._setters is not None:
            for put, value in zip(self._setters, values):  # noqa: B905  to compare the lengths again takes as long
                put(self, value)
        else:
            self.__dict__.update(zip(self.__match_args__, values))  # noqa: B905  as above

    def _fields(self) -> tuple[Any, ...]:
        return tuple(self.as_dict().values())
