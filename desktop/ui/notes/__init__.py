"""Writing down what people say: the box, the list beside it, and what can be said of the words."""
