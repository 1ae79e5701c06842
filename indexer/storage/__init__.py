"""Files that survive a power cut, mapped arrays, and the pause of the garbage collector.

It knows bytes and arrays, never documents or queries.
"""
