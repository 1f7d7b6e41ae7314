"""(connection, viewer, filters) to a table. The SQL of the dashboard lives here, and nothing of its screens."""
