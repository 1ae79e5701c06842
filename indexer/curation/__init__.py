"""The curators' side: accounts, uploads, editing with history, suggestions, import and export, backup."""
