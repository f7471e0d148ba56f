"""The JSON Schema of a document, with every registered word, for editors that complete."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from sim.model.chance import DISTRIBUTIONS
from sim.model.conditions import CONDITIONS
from sim.model.effects import EFFECTS
from sim.model.goals import GOALS
from sim.model.scenario import Scenario
from sim.model.terms import TERMS
from sim.model.words import Entry, Word
from sim.plugins import Registry

_REGISTRIES: tuple[Registry[type[Word]], ...] = (CONDITIONS, EFFECTS, GOALS, DISTRIBUTIONS, TERMS)


def schema(root: type[Entry] = Scenario, what: str = "scenario") -> dict[str, Any]:
    """Build the schema; open words are one-key objects, each with what may follow it."""
    made = root.model_json_schema(mode="validation")
    definitions = made.setdefault("$defs", {})
    for registry in _REGISTRIES:
        choices: list[dict[str, Any]] = []
        for name in registry:
            spec = registry.get(name)
            body = TypeAdapter(spec).json_schema(ref_template="#/$defs/{model}")
            definitions.update(body.pop("$defs", {}))
            bodies = [body]
            if spec.shorthand:
                bodies.append(body["properties"][spec.shorthand])
            if not spec.model_fields:
                bodies.append({"type": "null"})
            choices.append(
                {
                    "type": "object",
                    "description": (spec.__doc__ or "").strip().splitlines()[0],
                    "properties": {name: {"anyOf": bodies}},
                    "required": [name],
                    "additionalProperties": False,
                }
            )
        if registry is DISTRIBUTIONS:
            choices.append({"type": "string", "description": "always this duration"})
        definitions[registry.noun] = {"anyOf": choices}
    made = {key: _linked(value) for key, value in made.items()}
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = f"Channel 16 {what}"
    return made


def _linked(node: Any) -> Any:
    """Point open words at their definitions; leave of a quantity only what an author writes."""
    if isinstance(node, dict):
        if "x-open-word" in node:
            return {"$ref": f"#/$defs/{node['x-open-word']}"}
        if "string" in node.get("type", ()) and "examples" in node:
            kept = ("type", "examples", "description", "title")
            return {key: value for key, value in node.items() if key in kept}
        return {key: _linked(value) for key, value in node.items()}
    return [_linked(item) for item in node] if isinstance(node, list) else node
