"""Fresh message ids: the port `Ids`. Random, so two computers never make the same and none can be guessed from another."""

from __future__ import annotations

from uuid import uuid4


class RandomIds:
    """Random UUIDs (version 4)."""

    def nieuw(self) -> str:
        return str(uuid4())
