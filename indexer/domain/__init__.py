"""Values and rules: no input or output, no third-party import."""
