"""What we measure and how we judge it. Knows nothing of files, suites or screens."""
