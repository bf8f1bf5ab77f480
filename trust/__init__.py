"""Why others may believe you: cases, the certification desk, certifications."""
