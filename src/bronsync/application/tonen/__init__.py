"""What the screens and the command line show: one read model per screen. Changes nothing."""
