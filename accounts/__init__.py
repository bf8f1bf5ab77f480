"""Who you are: members, sign-in, contacts, roles, tokens, consents."""
