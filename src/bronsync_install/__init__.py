"""Puts a version of BRON Sync beside the others on a Windows PC and switches to it; for the setup and for the updates.

Standard library only: the setup runs it with the bare Python that it carries, before there is any program. Knows nothing of schools,
registers or networks. Layout and formats: docs/uitgeven.md.
"""
