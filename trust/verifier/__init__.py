"""What a stranger runs to check a badge without us."""
