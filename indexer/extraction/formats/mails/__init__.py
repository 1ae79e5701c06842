"""E-mail, as it is sent and as Outlook keeps it; attachments are read by the worker."""
