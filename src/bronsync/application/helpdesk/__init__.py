"""The helpdeskbestand: what a helpdesk needs to know, without personal data."""
