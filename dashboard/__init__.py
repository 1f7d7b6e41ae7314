"""What app.py opens: pages over the published tables, in Indonesian and English."""
