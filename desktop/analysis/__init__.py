"""What counts mean: who was heard against whom there is to hear, with nothing in it of a single person."""
