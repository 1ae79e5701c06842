"""Who is written to once a week of what is new: addresses, what each follows, and the mails that wait."""
