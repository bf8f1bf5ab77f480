"""What trust promises, counted."""
