"""The program around the use cases: wiring, the open profile, self-test, helpdesk data, last resort."""
