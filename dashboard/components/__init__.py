"""Pieces that several pages share: what is open, what is chosen, headers, charts, tables, receipts."""
