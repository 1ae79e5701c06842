"""Guide and toolbox: how a partnership is done, step by step, and the forms for it."""
