"""The notations in which programs for references take a document: RIS, BibTeX, CSL and COinS."""
