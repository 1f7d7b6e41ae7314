"""From a cell as somebody typed it to a value, or to the reason why it has none. Strict and deterministic."""
