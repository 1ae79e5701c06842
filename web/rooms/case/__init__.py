"""From room to case: a draft that its makers edit and take along for the curators."""
