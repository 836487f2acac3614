"""The base of the generated models: reads them from JSON and checks that they are what the contract says."""

from dataclasses import MISSING, Field
from decimal import Decimal
from typing import Any, Callable, ClassVar, Dict, List, Mapping, Tuple, Type, TypeVar

Self = TypeVar("Self", bound="Model")
Reader = Callable[[Any], Any]


class ContractViolated(ValueError):
    """A result or notification lacks a field or has one of the wrong type."""


class Model:
    """What the platform sends. ``raw`` has all fields as they came, also those that are newer than this package."""

    _FIELDS: ClassVar[Mapping[str, Tuple[str, Reader]]] = {}
    raw: Mapping[str, Any]

    @classmethod
    def from_wire(cls: Type[Self], data: Any) -> Self:
        """Reads a JSON object. Raises ContractViolated when it does not have the fields of this class."""
        if not isinstance(data, dict):
            raise ContractViolated(f"{cls.__name__} is not an object")
        declared: Dict[str, "Field[Any]"] = getattr(cls, "__dataclass_fields__", {})
        values: Dict[str, Any] = {}
        for name, (wire_name, read) in cls._FIELDS.items():
            value = data.get(wire_name)
            if value is None and declared[name].default is MISSING:
                raise ContractViolated(f"{cls.__name__} has no {wire_name}")
            if value is not None:
                try:
                    values[name] = read(value)
                except TypeError:
                    raise ContractViolated(f"{wire_name} of {cls.__name__} has another type") from None
        model = cls(**values)
        object.__setattr__(model, "raw", data)
        return model


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise TypeError
    return Decimal(value)


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def list_of(read: Reader) -> Reader:
    def read_list(value: Any) -> List[Any]:
        if not isinstance(value, list):
            raise TypeError
        return [read(item) for item in value]

    return read_list
