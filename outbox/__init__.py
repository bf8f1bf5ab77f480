"""Facts kept with the change, jobs with leases, outside effects, the audit trail. No product words."""
