"""Submissions of field forms: exports of KoboToolbox and ODK, read by a template into the tables of workbooks.

An export is a carrier: each submission in it is a document of its own, known by its content. So the exports of a
form may overlap, and an edited submission takes the place of its earlier version.
"""
