"""Names of XML that every format shares."""

from __future__ import annotations

from typing import Any

XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Node = Any
"""An element: lxml has no types."""
