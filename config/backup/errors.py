"""What a backup, a restore and an upgrade raise."""


class BackupError(Exception):
    """The archive cannot be made, read or loaded; the sentence says why."""
