r"""Text as LaTeX and BibTeX write it: \"a and \textasciitilde{} for ä and ~, and the way back.

Commands and accents are those of the LaTeX 2e reference manual (latexref.xyz, "Text symbols" and "Accents").
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "oe": "œ", "OE": "Œ", "ss": "ß", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
    "lbrace": "{", "rbrace": "}", "textunderscore": "_", "textdollar": "$", "textbar": "|", "textless": "<",
    "textgreater": ">", "textquotedbl": '"', "textquotesingle": "'", "textasciigrave": "`", "textendash": "–",
    "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "guillemotleft": "«", "guillemotright": "»", "ldots": "…", "dots": "…", "textellipsis": "…", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "textsterling": "£", "euro": "€",
    "texteuro": "€", "S": "§", "textsection": "§", "P": "¶", "textdegree": "°", "textbullet": "•",
}  # fmt: skip
_MARKUP = frozenset(
    """
    emph textit textbf textsc texttt textrm textsf textup textsl text mbox url enquote textnormal em it bf rm tt sc sl
    bfseries itshape relax protect
    """.split()
)
_SIGNS = {
    "--": "–", "---": "—", "``": "“", "''": "”", "~": "\u00a0", "\\\\": " ", "\\ ": " ", "\\-": "", "\\/": "",
    "\\,": " ", "\\;": " ", "\\:": " ", "\\!": "",
}  # fmt: skip
_TOKEN = re.compile(
    r"""
    \\(?P<lone>[~^])\{\}
    | \\(?P<accent>["'`^~=.]|[uvHckrdb](?![A-Za-z]))\s*
        (?:\{\s*(?P<within>\\?[A-Za-z])\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[A-Za-z]))
    | \\(?P<command>[A-Za-z]+)(?:\{\}|[ \t]+|(?=[^A-Za-z]|$))
    | \\(?P<escaped>[&%$#_{}])
    | (?P<sign>---?|``|''|~|\\\\|\\[ /,;:!-])
    | (?P<group>[{}])
    """,
    re.VERBOSE,
)
_WRITTEN = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": r"\{", "}": r"\}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


def plain_text(latex: str) -> str:
    r"""What LaTeX would set: letters for commands, and no braces.

    >>> plain_text(r"S{\o}rensen \& {DK}: 50~\% \textasciitilde{} \emph{bog}"), plain_text(r"Gr\"{u}n --- \c{c}a")
    ('Sørensen & DK: 50 % ~ bog', 'Grün — ça')
    """
    read = _TOKEN.sub(_letter, latex)
    return " ".join(unicodedata.normalize("NFC", read).replace("\u00a0", " ").split())


def plain_address(latex: str) -> str:
    r"""An address, in which only escaped signs are commands.

    >>> plain_address(r"\url{https://a.example/~x\_y--z}")
    'https://a.example/~x_y--z'
    """
    inner = re.sub(r"\\url\s*|[{}]", "", latex.replace(r"\textasciitilde", "~").replace(r"\~", "~"))
    return re.sub(r"\\([&%$#_])", r"\1", inner).strip()


def latex_of(text: str) -> str:
    r"""A text as BibTeX may hold it within braces; the letters of Danish stay as they are.

    >>> latex_of("50 % {nye} ~ C:\\mappe"), latex_of("a } b")
    ('50 \\% \\{nye\\} \\textasciitilde{} C:\\textbackslash{}mappe', 'a \\textbraceright{} b')
    """
    signs = _WRITTEN if _is_balanced(text) else _WRITTEN | _LONE_BRACES
    written = "".join(signs.get(letter, letter) for letter in text)
    # Two of these signs in a row are a dash or a quotation mark to LaTeX.
    return re.sub(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')", "{}", written)


def _letter(found: re.Match[str]) -> str:
    if accent := found["accent"]:
        base = found["within"] or found["bare"]
        return {"\\i": "i", "\\j": "j"}.get(base, base[-1]) + _ACCENTS[accent]
    if command := found["command"]:
        return _LETTERS.get(command, "" if command in _MARKUP else found.group())
    if sign := found["sign"]:
        return _SIGNS[sign]
    return found["lone"] or found["escaped"] or ""


def _is_balanced(text: str) -> bool:
    """Whether braces open and close in turn: BibTeX counts those that are escaped as well."""
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0
