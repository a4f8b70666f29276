"""Agency: who publishes here. Its names, notices and addresses, one set an installation; rights notices per language."""
