"""What whoever runs the site sees of it: numbers for Prometheus, a line for each request, a number on each answer."""
