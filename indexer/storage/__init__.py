"""Files and databases that survive a power cut, locks, mapped arrays, and the pause of the garbage collector.

It knows bytes and arrays, never documents or queries.
"""
