"""Where people meet: groups, their boards, rituals and events."""
