"""Markdown -> Typst markup, for the constructs that our own texts use."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=/+\-])")
_FIELD = re.compile("\ue000\\d+\ue001")
"""What stands for a field of a form, see `publishing/form_fields.py`; it takes no width."""

_TASK = re.compile(r"^\[( |x)\] ")
_BLANK = re.compile(r"_{3,}")
_ENUMERATION = re.compile(r"^(\d+)(?=[.)])")
_BRIEF = frozenset(
    ("Inden", "Frist", "Gjort", "Hvornår", "Kroner", "Sandsynlighed", "Alvor", "Indflydelse", "Berøres", "Vej",
     "Sektor", "By", "Due", "Done", "When", "Cost", "Likelihood", "Severity", "Influence", "Affected", "Way", "Sector")
)  # fmt: skip
"""Heads of columns that take a date, a number or a word."""

_DOCUMENT = re.compile(r"(?:\.\./)?(?:[a-z]+/)?([\w.-]+?)(?:\.(?:da|en))?(?:\.md|\.pdf)(?:#[\w-]*)?$")


def typst_markup(markdown: str, *, heading_offset: int = 0) -> str:
    """The text as Typst markup; headings move down by `heading_offset` levels.

    Links to documents of the collection become calls of `document-link(id, body)`, which the template defines.
    """
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown))
    return "\n\n".join(_block(node, heading_offset) for node in tree.children)


def escaped(text: str) -> str:
    """A plain text as Typst markup."""
    return _ENUMERATION.sub(r"\1#[]", _SPECIAL.sub(r"\\\1", text))


def quoted(text: str) -> str:
    """A plain text as a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _block(node: SyntaxTreeNode, offset: int) -> str:
    match node.type:
        case "heading":
            return "=" * (int(node.tag[1]) + offset) + " " + _inline(node)
        case "paragraph":
            return _inline(node)
        case "bullet_list" | "ordered_list":
            return _list(node, offset)
        case "table":
            return _table(node)
        case "blockquote":
            inner = "\n\n".join(_block(child, offset) for child in node.children)
            return f"#quote(block: true)[{inner}]"
        case "hr":
            return "#line(length: 100%, stroke: 0.5pt)"
        case "fence" | "code_block":
            return f"#raw({quoted(node.content)}, block: true)"
        case _:
            raise ValueError(f"Our texts use no {node.type}; teach publishing what to do with it.")


def _list(node: SyntaxTreeNode, offset: int) -> str:
    is_task_list = all(_TASK.match(_first_text(item)) for item in node.children)
    items = []
    for item in node.children:
        blocks = [_block(child, offset) for child in item.children]
        if is_task_list:
            blocks[0] = re.sub(r"^\\\[( |x)\\\] ", "", blocks[0])
        items.append("[" + "\n\n".join(blocks) + "]")
    if is_task_list:
        return f"#list(marker: box(width: 0.8em, height: 0.8em, stroke: 0.6pt), {', '.join(items)})"
    if node.type == "ordered_list":
        return f"#enum(start: {node.attrs.get('start', 1)}, {', '.join(items)})"
    return f"#list({', '.join(items)})"


def _first_text(item: SyntaxTreeNode) -> str:
    return next((node.content for node in item.walk() if node.type == "inline"), "")


def _table(node: SyntaxTreeNode) -> str:
    rows = [
        [_inline(cell) for cell in row.children] for part in node.children for row in part.children if row.type == "tr"
    ]
    header = ", ".join(f"[*{cell}*]" if cell else "[]" for cell in rows[0])
    cells = ",\n  ".join(", ".join(f"[{cell}]" for cell in row) for row in rows[1:])
    texts = [[_FIELD.sub("", cell) for cell in row] for row in rows]
    shares = ", ".join(f"{share}fr" for share in column_shares(texts))
    return f"#table(columns: ({shares},), table.header({header}),\n  {cells})"


def column_shares(rows: list[list[str]]) -> list[int]:
    """Widths by the longest cell, kept within a factor of three of each other; columns to be filled in get room.

    Of those to be filled in, one for a date, a number or a word is three quarters as wide as one for more.
    """
    columns = list(zip(*rows, strict=True))
    longest = [max(map(len, column)) for column in columns]
    to_fill = [not any(column[1:]) for column in columns]
    if any(to_fill):
        room = 120 // len(columns)
        longest = [
            (room * 3 // 4 if column[0] in _BRIEF else room) if empty else min(n, 60)
            for n, empty, column in zip(longest, to_fill, columns, strict=True)
        ]
    widest = max(longest)
    return [max(round(9 * length / widest), 3) if widest else 1 for length in longest]


def _inline(node: SyntaxTreeNode) -> str:
    """The inline content of a block, or of an inline element."""
    return "".join(_inline_part(child) for child in node.children)


def _inline_part(node: SyntaxTreeNode) -> str:
    match node.type:
        case "inline":
            return _inline(node)
        case "text":
            return _BLANK.sub(_blank_line, escaped(node.content).replace(r"\_", "_")).replace("_", r"\_")
        case "softbreak":
            return "\n"
        case "hardbreak":
            return " \\\n"
        case "strong":
            return f"#strong[{_inline(node)}];"
        case "em":
            return f"#emph[{_inline(node)}];"
        case "code_inline":
            return f"#raw({quoted(node.content)});"
        case "link":
            target = str(node.attrs["href"])
            if "://" in target:
                return f"#link({quoted(target)})[{_inline(node)}];"
            document = _DOCUMENT.match(target)
            return f"#document-link({quoted(document.group(1))})[{_inline(node)}];" if document else _inline(node)
        case _:
            raise ValueError(f"Our texts use no {node.type}; teach publishing what to do with it.")


def _blank_line(match: re.Match[str]) -> str:
    return "#box(width: 1fr, line(length: 100%, stroke: 0.5pt))"
