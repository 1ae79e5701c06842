"""The one record that all tools of a room share: what it holds, what may be typed, how it is written and changed."""
