"""Questions about campaigns, by subject. Each says what it costs; other apps and pages import the modules."""
