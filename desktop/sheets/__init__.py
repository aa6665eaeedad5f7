"""Paper as plain data: serials, copies, and the place of every box on a page."""
