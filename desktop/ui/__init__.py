"""Everything on the screen, and the only room with Qt in it."""
