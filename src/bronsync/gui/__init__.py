"""The window. Talks to use cases, never to adapters; holds no rules."""
