"""Words, units, months and tables that every other layer needs. Imports nothing of ours."""
