"""How well the product finds things beside other search engines, on the same test sets in one run."""
