"""Once a week by mail what is new of something that is followed: confirmed by a link, ended by one click."""
