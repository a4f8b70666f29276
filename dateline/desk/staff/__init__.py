"""People in the newsroom: signing in, second factors, invitations, duties, sessions, and the audit log."""
