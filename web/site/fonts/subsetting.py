"""Fonts of Python packages -> small woff2 files with the letters and features that the pages use, and their stylesheet.

The fonts are Source Serif Pro and Source Sans Pro (SIL Open Font License 1.1), whose licence reserves the name "Source"
for the unchanged files: what is made here is called Samspil Serif and Samspil Sans, inside the files as well.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from web.site.fonts import STYLESHEET

_READY = ".ready"
_RECIPE = 1
"""Changes whenever other letters, features or faces are taken: the fonts are then made anew."""

_LETTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2015), *range(0x2018, 0x201F), 0x2022, 0x2026, 0x2032,
    0x2033, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260,
)  # fmt: skip
_FEATURES = ("kern", "liga", "locl", "ccmp", "mark", "lnum", "tnum", "pnum", "case")
_NAMES_TOLD = (1, 3, 4, 6, 16, 17)
"""Ids of the name table that hold the family: all that a reserved name may not stand in."""


@dataclass(frozen=True, slots=True)
class Face:
    """A file of a package, and what a stylesheet calls it; `size_percent` makes families look equally large."""

    package: str
    file: str
    family: str
    weight: int
    style: str = "normal"
    size_percent: int = 100

    @property
    def stem(self) -> str:
        """samspil-serif-400, samspil-serif-400-italic."""
        ending = "" if self.style == "normal" else f"-{self.style}"
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}{ending}"


FACES = (
    Face("font-source-serif-pro", "SourceSerifPro-Regular.ttf", "Samspil Serif", 400),
    Face("font-source-serif-pro", "SourceSerifPro-Semibold.ttf", "Samspil Serif", 600),
    Face("font-source-serif-pro", "SourceSerifPro-It.ttf", "Samspil Serif", 400, "italic"),
    Face("font-source-sans-pro", "SourceSansPro-Regular.ttf", "Samspil Sans", 400, size_percent=107),
    Face("font-source-sans-pro", "SourceSansPro-Semibold.ttf", "Samspil Sans", 600, size_percent=107),
)


def make_fonts(folder: Path) -> bool:
    """Fill the folder with the subsets, their licences and a stylesheet; False where they are there already."""
    wanted = _version()
    ready = folder / _READY
    if ready.is_file() and ready.read_text("utf-8") == wanted:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rules = "".join(_rule(face, _write(folder, face)) for face in FACES)
    (folder / STYLESHEET).write_text(rules, "utf-8")
    for package in sorted({face.package for face in FACES}):
        (folder / f"{package}-OFL.txt").write_bytes(_file(package, "LICENSE.txt").read_bytes())
    ready.write_text(wanted, "utf-8")
    return True


def _version() -> str:
    packages = sorted({face.package for face in FACES})
    return " ".join((str(_RECIPE), *(f"{package}={metadata.version(package)}" for package in packages)))


def _file(package: str, name: str) -> Path:
    """A file of a package of fonts."""
    return Path(str(resources.files(package.replace("-", "_")) / "files" / name))


def _write(folder: Path, face: Face) -> str:
    """The name of the file that was written: it carries a hash of its content."""
    content = subsetted(_file(face.package, face.file), face.family)
    name = f"{face.stem}.{hashlib.sha256(content).hexdigest()[:12]}.woff2"
    (folder / name).write_bytes(content)
    return name


def subsetted(path: Path, family: str) -> bytes:
    """A font as woff2 under another name, with the letters and features of the pages alone."""
    options = subset.Options(
        flavor="woff2", layout_features=list(_FEATURES), hinting=False, name_IDs=[1, 2, 3, 4, 6, 13]
    )
    written = io.BytesIO()
    with subset.load_font(str(path), options) as font:
        _rename(font, family)
        maker = subset.Subsetter(options)
        maker.populate(unicodes=_LETTERS)
        maker.subset(font)
        subset.save_font(font, written, options)
    return written.getvalue()


def _rename(font: TTFont, family: str) -> None:
    for record in font["name"].names:
        if record.nameID in _NAMES_TOLD:
            record.string = family.replace(" ", "") if record.nameID == 6 else family


def _rule(face: Face, name: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{face.family}";\n  src: url("{name}") format("woff2");\n'
        f"  font-weight: {face.weight};\n  font-style: {face.style};\n"
        f"  size-adjust: {face.size_percent}%;\n  font-display: swap;\n}}\n"
    )
