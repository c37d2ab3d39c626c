"""The window: views that read snapshots and call actions; nothing outside this room imports Qt."""
