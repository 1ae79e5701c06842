"""The vocabulary's file changed concept by concept, so that what nobody changed stays letter by letter."""
