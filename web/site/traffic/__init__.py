"""What every request and answer passes, whatever page is asked for: limits, budgets, proxies, headers, robots.

What a page says belongs to the packages of the pages; connections and processes belong to `web/server`.
"""
