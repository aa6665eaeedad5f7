"""The laptop in an attendee's hands: what they see, and what keeps them from everything else."""
