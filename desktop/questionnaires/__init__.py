"""XForm XML to FormDefinition, the expression language, and FormEntry: one respondent's answers in progress."""
