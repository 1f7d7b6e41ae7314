"""How fast this is beside what any computer must do for it: `python -m benchmarks`, by hand; docs/performance.md."""
