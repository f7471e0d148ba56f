"""The frames of the protocol: one JSON object each, checked where it comes in.

A client begins with `Hello` and numbers what it says from 1. What changes the exercise (`Order`,
`RoleAct`) carries an id of its own, so that it can be said again after a cut and is done once.
A host numbers its frames too; what it shows carries how much of its seat's news was shown by then,
and when the last of it was. A client that comes back says both (`seen`, `seen_ms`); if that is not
so any more, it is shown all anew.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError

from sim.jsontext import json_data

VERSION = 2
"""Version of the protocol; raised when an old client or host could no longer follow."""
FRAME_BYTES_MOST = 16_384
"""What a client says in one frame: a note has 500 characters, a command 60 clauses."""
TOKEN = r"[A-Za-z0-9_-]{8,64}"
NAME = r"[^\W_][\w .'-]*"

Role = Literal["seat", "cell", "observer", "evaluator", "white_cell"]
Token = Annotated[str, Field(pattern=rf"^{TOKEN}$")]
_Word = Annotated[str, Field(max_length=500)]
_Number = Annotated[int, Field(strict=True, ge=0, le=2**53)]


class _Frame(BaseModel):
    """One frame: nothing in it that is not declared, nothing taken for what it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Hello(_Frame):
    """The first frame: with which code one comes, as whom, and what was seen before a cut.

    `client` is drawn by each program once, and names it when it comes back; `name` is a pseudonym.
    """

    kind: Literal["hello"]
    v: _Number
    code: Annotated[str, Field(max_length=80)]
    client: Token
    name: Annotated[str, Field(max_length=40, pattern=rf"^(?:{NAME})?$")] = ""
    seat: Annotated[str, Field(max_length=100)] = ""
    seen: _Number = 0
    seen_ms: _Number = 0


class Asking(_Frame):
    """What a seat asks for, in the words of a command."""

    verb: _Word
    subject: _Word = ""
    to: _Word = ""
    form: _Word = ""
    text: _Word = ""
    clauses: Annotated[list[_Word], Field(max_length=60)] = []
    limits: Annotated[list[float], Field(max_length=60)] = []


class Order(_Frame):
    """A command of the seat; `window` is the decision it was chosen for, `because` the reason."""

    kind: Literal["order"]
    n: _Number
    id: Token
    ask: Asking
    window: _Number = 0
    because: _Word = ""


class Query(_Frame):
    """A question that changes nothing."""

    kind: Literal["query"]
    n: _Number
    what: _Word
    args: dict[str, JsonValue] = {}


class RoleAct(_Frame):
    """What a role does besides the commands of seats: an evaluator's entry, a pause."""

    kind: Literal["act"]
    n: _Number
    id: Token
    what: _Word
    args: dict[str, JsonValue] = {}


class Sit(_Frame):
    """Look at another seat, which one may look at."""

    kind: Literal["sit"]
    n: _Number
    seat: Annotated[str, Field(max_length=100)]
    seen: _Number = 0


class Alive(_Frame):
    """Says that the client is there; it is answered with the clock."""

    kind: Literal["alive"]
    n: _Number


Said = Hello | Order | Query | RoleAct | Sit | Alive
"""What a client may say."""
_SAID: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Field(discriminator="kind")])


class BadFrameError(ValueError):
    """A frame that cannot be understood; `code` is for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def understood(text: str | bytes) -> Said:
    """Read what a client says.

    Raises:
        BadFrameError: too large, no text, or no frame of this protocol.
    """
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > FRAME_BYTES_MOST:
        raise BadFrameError("oversized", f"A frame has at most {FRAME_BYTES_MOST} bytes.")
    if isinstance(text, bytes):
        raise BadFrameError("malformed", "A frame is text.")
    try:
        data = json_data(text)
        text.encode()  # half a character is no text
        _same_version(data)
        return _SAID.validate_python(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in found["loc"] if isinstance(part, str))[:100]
        raise BadFrameError("malformed", f"Not understood: {where or 'frame'}.") from None
    except BadFrameError:
        raise
    except ValueError:
        raise BadFrameError("malformed", "Not understood: no JSON object.") from None


def _same_version(data: object) -> None:
    if isinstance(data, dict) and data.get("kind") == "hello" and data.get("v") != VERSION:
        raise BadFrameError("version", f"This host speaks version {VERSION} of the protocol.")


def frame(kind: str, **data: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON, written below
    """Make what a host says; it is numbered when it goes out."""
    return {"kind": kind, **data}


def body(said: dict[str, Any], **more: str) -> str:
    """Write a frame of the host without its number, in one way only; `more` is JSON already."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "".join([text[:-1], *(f',"{key}":{value}' for key, value in more.items()), "}"])


def written(n: int, said: dict[str, Any] | str) -> str:
    """Write a frame of the host, or what is written of it, with its number."""
    text = said if isinstance(said, str) else body(said)
    return f'{{"n":{n},{text[1:]}'
