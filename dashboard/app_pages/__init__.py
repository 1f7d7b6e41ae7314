"""The pages: each reads top to bottom, filters, query, chart; none imports another."""
