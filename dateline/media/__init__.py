"""Pictures, video: files, renditions, credit lines."""
