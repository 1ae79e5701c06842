"""The guide in steps: guides with numbered titles ("Kom godt i gang 4: Vælg partner"), by the stage they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from indexer import DocumentId, Language, Metadata

_NUMBERED = re.compile(r"(?P<series>.+?) (?P<number>\d{1,2}): (?P<name>.+)")
_STAGE = "stage-"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a guide; `stage` is the first stage that its phases name, "" where they name none."""

    number: int
    id: DocumentId
    name: str
    metadata: Metadata
    stage: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide in a language; its steps are numbered from 1 without a gap."""

    name: str
    steps: tuple[Step, ...] = ()

    def stages(self) -> list[tuple[str, tuple[Step, ...]]]:
        """The steps by stage, in their order."""
        stages: dict[str, list[Step]] = {}
        for step in self.steps:
            stages.setdefault(step.stage, []).append(step)
        return [(stage, tuple(steps)) for stage, steps in stages.items()]


def guide_in(records: Mapping[DocumentId, Metadata], language: Language) -> Guide:
    """The longest guide in steps with a text in a language; one without steps if there is none."""
    series: dict[str, dict[int, Step]] = {}
    for document_id, stated in records.items():
        metadata = stated.read_in(language)
        if (
            metadata.kind == "guide"
            and metadata.language is language
            and (title := _NUMBERED.fullmatch(metadata.title))
        ):
            step = Step(int(title["number"]), document_id, title["name"], metadata, _stage(metadata.phases))
            series.setdefault(title["series"], {})[step.number] = step
    guides = [Guide(name, _without_gap(steps)) for name, steps in series.items()]
    return max(guides, key=lambda guide: len(guide.steps), default=Guide(""))


def _without_gap(steps: Mapping[int, Step]) -> tuple[Step, ...]:
    found: list[Step] = []
    while (number := len(found) + 1) in steps:
        step = steps[number]
        stage = step.stage or (found[-1].stage if found else "")
        found.append(replace(step, stage=stage))
    return tuple(found)


def _stage(phases: Iterable[str]) -> str:
    return next((phase for phase in phases if phase.startswith(_STAGE)), "")
