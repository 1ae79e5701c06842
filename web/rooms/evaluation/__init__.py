"""Evaluation of a partnership: choose questions of the collection, plan, and take plan and interview guide along."""
