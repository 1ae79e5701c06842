"""What RIS, BibTeX and CSL call the types of works, in both directions."""

from __future__ import annotations

from typing import NamedTuple

from indexer.domain.works.work import WorkType


class TypeNames(NamedTuple):
    """What the formats call a type; `bibtex_subtype` is "" where the type of the entry says enough."""

    ris: str
    bibtex: str
    csl: str
    bibtex_subtype: str = ""


TYPE_NAMES: dict[WorkType, TypeNames] = {
    WorkType.JOURNAL_ARTICLE: TypeNames("JOUR", "article", "article-journal"),
    WorkType.MAGAZINE_ARTICLE: TypeNames("MGZN", "article", "article-magazine", "magazine"),
    WorkType.NEWSPAPER_ARTICLE: TypeNames("NEWS", "article", "article-newspaper", "newspaper"),
    WorkType.ARTICLE: TypeNames("EJOUR", "misc", "article", "article"),
    WorkType.BOOK: TypeNames("BOOK", "book", "book"),
    WorkType.CHAPTER: TypeNames("CHAP", "incollection", "chapter"),
    WorkType.CONFERENCE_PAPER: TypeNames("CPAPER", "inproceedings", "paper-conference"),
    WorkType.REPORT: TypeNames("RPRT", "techreport", "report"),
    WorkType.THESIS: TypeNames("THES", "mastersthesis", "thesis"),
    WorkType.GUIDE: TypeNames("PAMP", "manual", "pamphlet"),
    WorkType.WEB_PAGE: TypeNames("ELEC", "misc", "webpage", "web-page"),
    WorkType.OTHER: TypeNames("GEN", "misc", "document"),
}
_RIS = {
    "EBOOK": WorkType.BOOK, "EDBOOK": WorkType.BOOK, "ECHAP": WorkType.CHAPTER, "CONF": WorkType.CONFERENCE_PAPER,
    "GOVDOC": WorkType.REPORT, "INPR": WorkType.JOURNAL_ARTICLE, "BLOG": WorkType.WEB_PAGE, "ICOMM": WorkType.WEB_PAGE,
}  # fmt: skip
_BIBTEX = {
    "inbook": WorkType.CHAPTER, "conference": WorkType.CONFERENCE_PAPER, "report": WorkType.REPORT,
    "phdthesis": WorkType.THESIS, "thesis": WorkType.THESIS, "booklet": WorkType.GUIDE, "online": WorkType.WEB_PAGE,
    "electronic": WorkType.WEB_PAGE, "www": WorkType.WEB_PAGE,
}  # fmt: skip
_CSL = {"post-weblog": WorkType.WEB_PAGE, "post": WorkType.WEB_PAGE}
_KINDS = {
    WorkType.REPORT: "report", WorkType.BOOK: "theory", WorkType.CHAPTER: "theory", WorkType.THESIS: "theory",
    WorkType.GUIDE: "guide",
}  # fmt: skip
_PUBLISHED_BY = {
    "techreport": "institution",
    "mastersthesis": "school",
    "manual": "organization",
    "misc": "howpublished",
}
_HELD_BY = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle", "misc": "booktitle"}


def kind_of(work_type: WorkType) -> str:
    """Our kind that is nearest to a type."""
    return _KINDS.get(work_type, "article")


def type_of_ris(name: str) -> WorkType:
    """The type that RIS calls so."""
    return _BY_RIS.get(name.upper(), WorkType.OTHER)


def type_of_bibtex(entry_type: str, subtype: str) -> WorkType:
    """The type that BibTeX calls so; the subtype tells apart what shares a type of entry."""
    return _BY_BIBTEX.get((entry_type, subtype)) or _BY_BIBTEX.get((entry_type, "")) or WorkType.OTHER


def type_of_csl(name: str) -> WorkType:
    """The type that CSL calls so."""
    return _BY_CSL.get(name, WorkType.OTHER)


def bibtex_publisher(work_type: WorkType) -> str:
    """The field of BibTeX that names the publisher of a type."""
    return _PUBLISHED_BY.get(TYPE_NAMES[work_type].bibtex, "publisher")


def bibtex_container(work_type: WorkType) -> str:
    """The field of BibTeX that names what a work of a type came out in."""
    return _HELD_BY.get(TYPE_NAMES[work_type].bibtex, "series")


_BY_RIS = _RIS | {names.ris: work_type for work_type, names in TYPE_NAMES.items()}
_BY_BIBTEX = {(name, ""): work_type for name, work_type in _BIBTEX.items()} | {
    (names.bibtex, names.bibtex_subtype): work_type for work_type, names in TYPE_NAMES.items()
}
_BY_CSL = _CSL | {names.csl: work_type for work_type, names in TYPE_NAMES.items()}
