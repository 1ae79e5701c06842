"""Many documents at once: imports by table or folder, exports, backup and restore.

Each document is saved by editing/.
"""
