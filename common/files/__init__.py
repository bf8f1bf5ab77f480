"""Files that people give us: sealed on the way in, each under its own key, shredded by losing it."""
