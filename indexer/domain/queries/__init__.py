"""What can be asked and what is answered: queries, their syntax and tree, results, cross tabulations.

Values and rules without input or output; how an answer is found is no business of theirs.
"""
