"""What every page needs: context, language, addresses, errors, security, paging, presentation.

It knows no page of the other packages, save for links by name.
"""
