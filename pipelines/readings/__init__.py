"""Readings of loggers: from millions of rows of flow and pressure to a figure per zone and month.

A file is recognised by its header (`recognise`), aggregated by DuckDB straight over the landed file (`aggregate`)
in a process of its own (`read`), and what that gives is kept by content (`kept`); a build joins the days of all
files (`load`, months.sql). The readings themselves never enter the warehouse.
"""
