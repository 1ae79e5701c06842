"""The pages that belong to no part of the site: about it, help, what search engines and browsers ask for."""
