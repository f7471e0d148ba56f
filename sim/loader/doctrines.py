"""The shipped doctrines, read once."""

from __future__ import annotations

from functools import cache

from sim.loader.library import root
from sim.loader.yamltext import parse, read_text
from sim.model.doctrines import Doctrines, DoctrineSpec


@cache
def doctrines() -> dict[str, DoctrineSpec]:
    """Give every shipped doctrine by the name a player types, such as ``tit-for-tat``."""
    path = root() / "_common" / "doctrines.yaml"
    document = parse(read_text(path, shown=path.name), path.name)
    listed = Doctrines.model_validate(document.data).doctrines
    return {spec.id.replace("_", "-"): spec for spec in listed}
