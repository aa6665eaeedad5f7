"""Spreadsheets (XLSForm) turned into XForm XML, with problems told by sheet and row."""
