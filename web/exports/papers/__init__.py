"""A paper of headings, paragraphs, tables and things to tick, written as DOCX and as tagged PDF alike."""
