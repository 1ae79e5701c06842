"""What every text that comes in goes through, whatever way it came: letters, marks and addresses."""
