"""The program's own updates: looked for, fetched, verified, put beside the version in use, and chosen at the next start.

Never touches a folder that a version runs from, nor any data of the school.
"""
