"""The room of a partnership: pages that two colleagues and a partner use by a link, without an account or a cookie.

What a room holds, and how it is kept, is `indexer.rooms`; forms here iterate over its record.
"""
