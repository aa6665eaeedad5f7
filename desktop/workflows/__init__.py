"""One module for each job of a person. Screens and commands call these; these call the rooms below."""
