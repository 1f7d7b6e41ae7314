"""What goes back to a sender: the same workbook, marked where something is to be mended, and the folder it lies in."""
