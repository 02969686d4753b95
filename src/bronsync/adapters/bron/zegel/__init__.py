"""Edukoppeling: signing what goes, checking what comes, and files of the helpdesk."""
