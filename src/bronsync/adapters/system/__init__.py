"""Clock, ids, key ring, folders, certificates: what the machine gives."""
