"""What a visitor types -> what the engine is asked, and the answer -> what a visitor is shown.

Spelling, languages, translation, trees, snippets, explanations, suggestions while typing. Engines know none of it; it
knows engines by their port alone.
"""
