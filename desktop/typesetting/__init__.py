"""What paper and exports share: fonts, shaping and direction, styles, charts."""
