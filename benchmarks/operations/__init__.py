"""Faults and loads of a running site: damaged files, connections that hold on, work on all cores."""
