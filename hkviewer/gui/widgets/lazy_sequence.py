"""A sequence whose items are made when they are asked for: of tens of thousands the window shows some."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class LazySequence(Sequence[T]):
    """Made by its length, and by what makes the item at a number from 0."""

    @abstractmethod
    def item(self, number: int) -> T:
        """Make item `number`, from 0 and below the length."""

    @overload
    def __getitem__(self, number: int) -> T: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[T, ...]: ...

    def __getitem__(self, number: int | slice) -> T | tuple[T, ...]:
        numbers = range(len(self))
        if isinstance(number, slice):
            return tuple(self.item(each) for each in numbers[number])
        return self.item(numbers[number])
