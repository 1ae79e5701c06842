"""Concepts, organisations and places: looked up, corrected, merged, divided and taken out of use on the site."""
