"""Packages of Word, Excel, PowerPoint, OpenDocument and EPUB, and the old container of Microsoft Office."""
