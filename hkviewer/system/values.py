"""Frozen values that cost next to nothing to define.

`dataclasses` compiles the methods of every class at each start: 0.7 ms a class on Python 3.11,
16 ms for those on the way to the first page, an eighth of a bare application's start. The classes
there derive from `Value` instead; elsewhere `dataclasses` serves.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """Base of a frozen value, declared like a dataclass: annotated names, some with defaults.

    Values are equal when their class and all their fields are; they can be hashed where their
    fields can, and be matched by position. `functools.cached_property` works in them.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        """Take the fields from the class's annotations, in their order; without any, the base's."""
        names = tuple(cls.__annotations__)  # its own only; inspect's function costs the start 4 ms
        if not names:
            return
        cls.__match_args__ = names  # type: ignore[misc]  # what dataclass_transform stands for
        cls._defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}

    def __init__(self, *values: Any, **named: Any) -> None:
        """Give every field a value, by position or by name.

        Raises:
            TypeError: a field without a default has none, or there are too many.
        """
        names = self.__match_args__
        if not named and len(values) == len(names):  # as a rule; a document is made of thousands
            self.__dict__.update(zip(names, values))  # noqa: B905  to compare the lengths again takes as long
            return
        given = dict(zip(names, values, strict=False))
        fields = {**self._defaults, **given, **named}
        if len(values) > len(names) or fields.keys() != {*names} or given.keys() & named.keys():
            wrong = sorted((fields.keys() ^ {*names}) | (given.keys() & named.keys())) or ["too many"]
            raise TypeError(f"{type(self).__name__} takes {', '.join(names)}; wrong: {', '.join(wrong)}")
        self.__dict__.update(fields)

    def replace(self, **changes: Any) -> Self:
        """The same value with some fields changed. Raises TypeError for an unknown field."""
        fields = self.as_dict()
        if not changes.keys() <= fields.keys():
            return type(self)(**fields, **changes)
        other = object.__new__(type(self))
        other.__dict__.update(fields, **changes)
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

    def _fields(self) -> tuple[Any, ...]:
        return tuple(self.as_dict().values())
