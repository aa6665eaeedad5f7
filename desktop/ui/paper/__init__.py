"""What the pages share on which paper is logged, numbered and counted."""
