"""What can be done with campaigns, by subject. The only writers; import the modules."""
