"""Reference data and the demo community, made through operations, the same every time for one seed number."""
